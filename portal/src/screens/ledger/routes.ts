import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/seal-uses',
    component: () => import('./LedgerScreen.vue'),
    meta: {
      title: 'ledger.title',
      action: 'list_seal_uses',
      menu: { group: 'enterprise', place: 30 },
    },
  },
] satisfies RouteRecordRaw[]
