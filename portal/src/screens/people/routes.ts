import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/people',
    component: () => import('./PeopleScreen.vue'),
    // Whoever may only read the names has nothing to do here (R20).
    meta: {
      title: 'people.title',
      action: 'add_operator',
      menu: { group: 'enterprise', place: 20 },
    },
  },
] satisfies RouteRecordRaw[]
