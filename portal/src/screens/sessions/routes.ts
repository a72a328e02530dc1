import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/sessions',
    component: () => import('./SessionsScreen.vue'),
    meta: {
      title: 'sessions.title',
      action: 'list_sessions',
      menu: { group: 'enterprise', place: 60 },
    },
  },
] satisfies RouteRecordRaw[]
