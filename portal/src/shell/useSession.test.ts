import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope } from 'vue'

import { refused } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { unreachable } from '@/api/problem'

import { useFollowing } from './useFollowing'
import { useSession, type CurrentSession } from './useSession'

const CURRENT = {
  session_id: 'one',
  caller: { operator_id: 'zhang', enterprise_code: '91990000187244670N', medium: 'password' },
  actions: [],
} as unknown as CurrentSession

let scope = effectScope()

beforeEach(() => {
  scope = effectScope()
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', async () => Response.json(CURRENT))
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const lose = () => refused({ ...unreachable(401), code: 'session.expired' })

test('the log-in that somebody closed stays closed, whatever is refused after', async () => {
  const session = useSession()
  await session.load()
  lose()
  expect(session.lost).toBe(true)

  session.lost = false
  lose()

  expect([session.lost, session.over]).toEqual([false, true])
})

test('whoever logs in again sees everything fetched anew', async () => {
  Object.defineProperty(navigator, 'locks', {
    value: { request: () => Promise.resolve(true) },
    configurable: true,
  })
  const session = useSession()
  const told = vi.fn()
  scope.run(useFollowing)
  await session.load()
  const end = onLiveEvent(({ type }) => told(type))
  lose()
  expect(told).not.toHaveBeenCalled()

  await session.load()
  end()

  expect(told.mock.calls).toEqual([[RESET]])
})
