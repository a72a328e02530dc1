import { createRouter, createWebHistory } from 'vue-router'

import { announce } from '@/ui/announcements'

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
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

router.beforeEach(async (to) => {
  if (to.meta.public) return true
  const session = useSession()
  if (session.current === undefined) await session.load()
  if (session.current) return true
  return { path: LOGIN, query: to.fullPath === '/' ? {} : { next: to.fullPath } }
})

// A new release took away the file that this page wanted.
addEventListener('vite:preloadError', (event) => {
  event.preventDefault()
  announce('reload')
  location.reload()
})
