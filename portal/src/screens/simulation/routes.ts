import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/simulation',
    component: () => import('./StartScreen.vue'),
    meta: { title: 'customs.start', public: true },
  },
  {
    path: '/simulation/applications',
    component: () => import('./ApplicationsScreen.vue'),
    meta: { title: 'customs.applications', public: true },
  },
  {
    path: '/simulation/applications/new',
    component: () => import('./NewApplicationScreen.vue'),
    meta: { title: 'customs.newApplication', public: true },
  },
  {
    path: '/simulation/applications/:no',
    component: () => import('./ApplicationScreen.vue'),
    meta: { title: 'customs.application', public: true },
  },
  {
    path: '/simulation/enterprises',
    component: () => import('./EnterprisesScreen.vue'),
    meta: { title: 'customs.enterprises', public: true },
  },
  {
    path: '/simulation/faults',
    component: () => import('./FaultsScreen.vue'),
    meta: { title: 'customs.faults', public: true },
  },
  {
    path: '/simulation/card',
    component: () => import('./CardScreen.vue'),
    meta: { title: 'customs.card', public: true },
  },
  {
    path: '/simulation/printer',
    component: () => import('./PrinterScreen.vue'),
    meta: { title: 'customs.printer', public: true },
  },
] satisfies RouteRecordRaw[]
