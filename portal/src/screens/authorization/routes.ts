import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/authorization',
    component: () => import('./AuthorizationScreen.vue'),
    meta: {
      title: 'authorization.title',
      action: 'get_authorization_draft',
      menu: { group: 'authorization', place: 10 },
    },
  },
] satisfies RouteRecordRaw[]
