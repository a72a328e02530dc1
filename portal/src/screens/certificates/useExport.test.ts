import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { i18n } from '@/locales'

import { useExport } from './useExport'

const view = (state: string) => ({ export_id: 'x', state, rows_written: 1 })

let answers: (() => Response)[] = []
let orders = 0

beforeEach(() => {
  vi.useFakeTimers()
  orders = 0
  vi.stubGlobal('fetch', async ({ method }: Request) => {
    if (method === 'GET') return (answers.shift() ?? unanswered)()
    orders++
    return Response.json(view('waiting'))
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const ready = () => Response.json(view('ready'))
const unanswered = () => new Response('', { status: 502 })

async function opened() {
  const history = createMemoryHistory()
  const router = createRouter({ history, routes: [{ path: '/', component: {} }] })
  await router.push('/?type_id=rcep')
  let found: ReturnType<typeof useExport> | undefined
  const Screen = defineComponent(() => {
    found = useExport()
    return () => h('p')
  })
  mount(Screen, { global: { plugins: [router, i18n] } })
  if (!found) throw new Error('not mounted')
  return { router, ...found }
}

test('a question without an answer does not drop the export', async () => {
  answers = [unanswered, ready]
  const { start, file, problem } = await opened()

  void start()
  await vi.advanceTimersByTimeAsync(2_000)

  expect(problem.value).toBeUndefined()
  expect(file.value).toContain('/x/file.xlsx')
})

test('an export that could not be watched is watched again, and not asked for twice', async () => {
  answers = []
  const { start, file, problem } = await opened()
  void start()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(problem.value?.status).toBe(502)

  answers = [ready]
  void start()
  await vi.advanceTimersByTimeAsync(2_000)

  expect(file.value).toBeDefined()
  expect(orders).toBe(1)
})

test('other conditions want another file', async () => {
  answers = [ready]
  const { router, start, file } = await opened()
  void start()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(file.value).toBeDefined()

  await router.push('/?type_id=china_chile')

  expect(file.value).toBeUndefined()
})
