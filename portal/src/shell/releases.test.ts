import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { onReach } from '@/api/client'

import './releases'

const reload = vi.fn()
const told = vi.fn()
let end = () => {}

beforeEach(() => {
  vi.spyOn(location, 'reload').mockImplementation(reload)
  vi.spyOn(performance, 'now').mockReturnValue(60_000)
  end = onReach(told)
})
afterEach(() => {
  end()
  reload.mockClear()
  told.mockClear()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function missing(answer: () => Promise<Response>): void {
  vi.stubGlobal('fetch', answer)
  dispatchEvent(new Event('vite:preloadError', { cancelable: true }))
}

test('a file that a new release took away is had by loading the page anew', async () => {
  missing(async () => new Response(null))

  await expect.poll(() => reload.mock.calls.length).toBe(1)
})

test.each([
  ['no network', () => Promise.reject(new TypeError('no network'))],
  ['a gateway that is away', async () => new Response(null, { status: 502 })],
])('%s throws no page away, and is told of', async (_, answer) => {
  missing(answer)

  await expect.poll(() => told.mock.calls).toEqual([[false]])
  expect(reload).not.toHaveBeenCalled()
})
