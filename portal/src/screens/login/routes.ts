import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/login',
    component: () => import('./LoginScreen.vue'),
    meta: { title: 'login.title', public: true },
  },
] satisfies RouteRecordRaw[]
