import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/tokens',
    component: () => import('./ApiTokensScreen.vue'),
    meta: {
      title: 'apiTokens.title',
      action: 'list_api_tokens',
      menu: { group: 'enterprise', place: 70 },
    },
  },
] satisfies RouteRecordRaw[]
