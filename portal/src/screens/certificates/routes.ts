import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/certificates',
    component: () => import('./CertificatesScreen.vue'),
    meta: {
      title: 'certificates.title',
      action: 'list_certificates',
      menu: { group: 'work', place: 10 },
    },
  },
  {
    path: '/certificates/:certificateNo',
    component: () => import('./CertificateScreen.vue'),
    meta: { title: 'certificates.one', action: 'get_certificate' },
  },
] satisfies RouteRecordRaw[]
