import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/seals',
    component: () => import('./StampsScreen.vue'),
    props: { kind: 'seal' },
    meta: { title: 'seals.title', action: 'list_stamps', menu: { group: 'seals', place: 10 } },
  },
  {
    path: '/seals/new',
    component: () => import('./MakeSealScreen.vue'),
    meta: { title: 'seals.new', action: 'make_seal' },
  },
  {
    path: '/seals/:id/made',
    component: () => import('./MadeScreen.vue'),
    props: ({ params }) => ({ kind: 'seal', id: String(params['id']) }),
    meta: { title: 'seals.made', action: 'make_seal' },
  },
  {
    path: '/signatures',
    component: () => import('./StampsScreen.vue'),
    props: { kind: 'signature' },
    meta: { title: 'signatures.title', action: 'list_stamps', menu: { group: 'seals', place: 20 } },
  },
  {
    path: '/signatures/new',
    component: () => import('./MakeSignatureScreen.vue'),
    meta: { title: 'signatures.new', action: 'make_signature' },
  },
  {
    path: '/signatures/:id/made',
    component: () => import('./MadeScreen.vue'),
    props: ({ params }) => ({ kind: 'signature', id: String(params['id']) }),
    meta: { title: 'signatures.made', action: 'make_signature' },
  },
] satisfies RouteRecordRaw[]
