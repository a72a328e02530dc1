import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/downloads',
    component: () => import('./DownloadsScreen.vue'),
    meta: {
      title: 'downloads.title',
      action: 'make_download',
      menu: { group: 'work', place: 40 },
    },
  },
] satisfies RouteRecordRaw[]
