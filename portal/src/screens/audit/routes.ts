import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/audit',
    component: () => import('./AuditScreen.vue'),
    meta: {
      title: 'audit.title',
      action: 'list_audit_records',
      menu: { group: 'enterprise', place: 40 },
    },
  },
] satisfies RouteRecordRaw[]
