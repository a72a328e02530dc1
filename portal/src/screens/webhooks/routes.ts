import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/webhooks',
    component: () => import('./WebhooksScreen.vue'),
    meta: {
      title: 'webhooks.title',
      action: 'list_webhooks',
      menu: { group: 'enterprise', place: 80 },
    },
  },
  {
    path: '/webhooks/:id',
    component: () => import('./DeliveriesScreen.vue'),
    meta: { title: 'webhooks.deliveries', action: 'list_deliveries' },
  },
] satisfies RouteRecordRaw[]
