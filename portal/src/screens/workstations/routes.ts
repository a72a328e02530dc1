import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/workstations',
    component: () => import('./WorkstationsScreen.vue'),
    meta: {
      title: 'workstations.title',
      action: 'list_workstations',
      menu: { group: 'enterprise', place: 10 },
    },
  },
] satisfies RouteRecordRaw[]
