import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'

import { unreachable } from '@/api/problem'
import { i18n } from '@/locales'
import { useUnsaved } from '@/ui/useUnsaved'

import TopBar from './TopBar.vue'
import { useSession, type CurrentSession } from './useSession'

const CURRENT = {
  session_id: 'one',
  caller: { operator_id: 'zhang', enterprise_code: '91990000187244670N', medium: 'password' },
  actions: [],
} as unknown as CurrentSession

const Form = defineComponent(() => {
  useUnsaved(() => true)
  return () => h('form')
})
const Page = defineComponent(() => () => [h(TopBar), h(RouterView)])

afterEach(() => vi.unstubAllGlobals())

/** A form that holds something, and a person who is asked and says this. */
async function opened(says: boolean, answer: () => Response) {
  const asked = { confirm: vi.fn(() => says), fetch: vi.fn(async () => answer()) }
  vi.stubGlobal('confirm', asked.confirm)
  vi.stubGlobal('fetch', asked.fetch)
  const pinia = createPinia()
  setActivePinia(pinia)
  const session = useSession()
  session.current = CURRENT
  const routes = [
    { path: '/', component: Form },
    { path: '/login', component: {} },
  ]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/')
  const page = mount(Page, {
    global: { plugins: [pinia, i18n, router], stubs: { PersonMenu: true } },
  })
  await page.get('button:last-of-type').trigger('click')
  return { page, session, router, ...asked }
}

test('whoever goes back to the form is not logged out', async () => {
  const { session, fetch, page } = await opened(false, () => new Response(null, { status: 204 }))

  expect(fetch).not.toHaveBeenCalled()
  expect(session.current).not.toBeNull()
  page.unmount()
})

test('whoever leaves it is asked once, and led away', async () => {
  const answer = () => new Response(null, { status: 204 })
  const { session, router, confirm, page } = await opened(true, answer)
  await vi.waitFor(() => expect(session.current).toBeNull())

  await router.push('/login')

  expect(router.currentRoute.value.path).toBe('/login')
  expect(confirm).toHaveBeenCalledTimes(1)
  page.unmount()
})

test('a log-out that failed is told of', async () => {
  const problem = { ...unreachable(503), code: 'service.unavailable', detail_zh: '服务暂时不可用' }
  const { page } = await opened(true, () => Response.json(problem, { status: 503 }))

  await vi.waitFor(() => expect(page.text()).toContain('服务暂时不可用'))
  page.unmount()
})
