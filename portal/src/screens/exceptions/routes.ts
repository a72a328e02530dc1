import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/exceptions',
    component: () => import('./ExceptionsScreen.vue'),
    meta: {
      title: 'exceptions.title',
      action: 'list_exceptions',
      menu: { group: 'work', place: 30 },
    },
  },
  {
    path: '/exceptions/new',
    component: () => import('./NewExceptionScreen.vue'),
    meta: { title: 'exceptions.new', action: 'file_exception' },
  },
] satisfies RouteRecordRaw[]
