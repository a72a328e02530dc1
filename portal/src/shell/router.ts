import { createRouter, createWebHistory } from 'vue-router'

import { screens } from './screens'
import { useSession } from './useSession'

export const LOGIN = '/login'

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    ...screens,
    {
      path: '/:rest(.*)*',
      component: () => import('./NotFound.vue'),
      meta: { title: 'common.notFound', public: true },
    },
  ],
  scrollBehavior: (to, _from, saved) => saved ?? (to.hash ? { el: to.hash } : { top: 0 }),
})

router.beforeEach(async (to) => {
  const session = useSession()
  if (session.current === undefined && to.meta.public !== true) await session.load()
  // Without an answer the frame says so, and tries again where it stands.
  if (to.meta.public || session.current || session.problem) return true
  return { path: LOGIN, query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})
