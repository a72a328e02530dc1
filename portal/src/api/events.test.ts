import { afterEach, expect, test, vi } from 'vitest'

import { followEvents, onLiveEvent, RESET } from './events'

/** A browser in which another tab has the stream until `release`, or nobody has. */
function browser(taken: boolean) {
  const sources: EventTarget[] = []
  const Source = class extends EventTarget {
    static CLOSED = 2
    close = vi.fn()
    constructor() {
      super()
      sources.push(this)
    }
  }
  vi.stubGlobal('EventSource', Source)
  let release = () => {}
  const over = new Promise<void>((resolve) => (release = resolve))
  const request = async (_: string, wish: LockOptions, act: (lock: unknown) => unknown) => {
    if (wish.ifAvailable) return act(taken ? null : {})
    await over
    return act({})
  }
  Object.defineProperty(navigator, 'locks', { value: { request }, configurable: true })
  return { sources, release }
}

const told = vi.fn()
const ending = new AbortController()

afterEach(() => {
  told.mockClear()
  vi.unstubAllGlobals()
})

test('a tab that takes over has all fetched anew what went by between two streams', async () => {
  const { sources, release } = browser(true)
  const end = onLiveEvent(({ type }) => told(type))
  followEvents([], ending.signal)
  await Promise.resolve()
  expect(sources).toHaveLength(0)

  release()
  await vi.waitFor(() => expect(sources).toHaveLength(1))

  expect(told.mock.calls).toEqual([[RESET]])
  end()
})

test('the first tab has just fetched what it shows', async () => {
  const { sources } = browser(false)
  const end = onLiveEvent(({ type }) => told(type))

  followEvents([], ending.signal)
  await vi.waitFor(() => expect(sources).toHaveLength(1))

  expect(told).not.toHaveBeenCalled()
  end()
  ending.abort()
})
