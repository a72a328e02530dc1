import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { usePrinted } from './useExceptions'

afterEach(() => vi.unstubAllGlobals())

test('printed certificates are had page by page, by more than one condition', async () => {
  const asked: Record<string, string>[] = []
  vi.stubGlobal('fetch', async ({ url }: Request) => {
    const query = Object.fromEntries(new URL(url).searchParams)
    asked.push(query)
    const number = query['cursor'] ? 'second' : 'first'
    const next_cursor = query['cursor'] ? null : 'x'
    return Response.json({ certificates: [{ certificate_no: number }], next_cursor })
  })
  const history = createMemoryHistory()
  const router = createRouter({ history, routes: [{ path: '/', component: {} }] })
  await router.push('/?invoice_no=INV-1&issued_from=2026-11-01')
  let found: ReturnType<typeof usePrinted> | undefined
  const Screen = defineComponent(() => {
    found = usePrinted()
    return () => h('p')
  })
  const screen = mount(Screen, { global: { plugins: [router] } })
  await vi.waitFor(() => expect(found?.hasMore.value).toBe(true))

  await found?.more()

  expect(found?.rows.value.map((row) => row.certificate_no)).toEqual(['first', 'second'])
  expect(asked).toHaveLength(2)
  expect(asked[1]).toMatchObject({
    invoice_no: 'INV-1',
    issued_from: '2026-11-01',
    archived: 'false',
    cursor: 'x',
  })
  screen.unmount()
})
