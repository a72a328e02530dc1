import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/print-jobs',
    component: () => import('./PrintJobsScreen.vue'),
    meta: {
      title: 'printing.title',
      action: 'list_print_jobs',
      menu: { group: 'work', place: 20 },
    },
  },
  {
    path: '/print-jobs/orders/:orderId',
    component: () => import('./OrderScreen.vue'),
    meta: { title: 'printing.order.title', action: 'list_print_jobs' },
  },
] satisfies RouteRecordRaw[]
