import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/',
    component: () => import('./HomeScreen.vue'),
    meta: { title: 'home.title', menu: { group: 'work', place: 0 } },
  },
] satisfies RouteRecordRaw[]
