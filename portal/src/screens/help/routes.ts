import type { RouteRecordRaw } from 'vue-router'

export default [
  {
    path: '/help',
    component: () => import('./HelpScreen.vue'),
    meta: { title: 'help.title', public: 'framed', menu: { group: 'help', place: 0 } },
  },
  {
    path: '/help/faq',
    component: () => import('./FaqScreen.vue'),
    meta: { title: 'help.faq', public: 'framed', menu: { group: 'help', place: 10 } },
  },
  {
    path: '/help/releases',
    component: () => import('./TopicScreen.vue'),
    props: { topic: 'releases' },
    meta: { title: 'help.releases', public: 'framed', menu: { group: 'help', place: 20 } },
  },
  {
    path: '/help/:topic(guide|scanning|printing)',
    component: () => import('./TopicScreen.vue'),
    props: true,
    meta: { title: 'help.title', public: 'framed' },
  },
] satisfies RouteRecordRaw[]
