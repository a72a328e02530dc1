import { afterEach, beforeEach, expect, test } from 'vitest'
import { effectScope, nextTick } from 'vue'

import { sessionFound } from '@/api/client'
import { ProblemError, unreachable } from '@/api/problem'

import { useAsk } from './useAsk'
import { usePages } from './usePages'

let scope = effectScope()

beforeEach(() => {
  scope = effectScope()
})
afterEach(() => scope.stop())

/** Answers the first question with this status, each further one well. */
function refusedOnce(status: number) {
  let times = 0
  const ask = async () => {
    if (!times++) throw new ProblemError(unreachable(status))
    return { rows: [times], next: null }
  }
  return { ask, times: () => times }
}

test('what was refused for want of a session is asked again once there is one', async () => {
  const { ask } = refusedOnce(401)
  const asked = scope.run(() => useAsk(ask))
  await nextTick()
  expect(asked?.problem.value?.status).toBe(401)

  sessionFound()
  await nextTick()

  expect(asked?.problem.value).toBeUndefined()
  expect(asked?.data.value?.rows).toEqual([2])
})

test('so is the page of a list', async () => {
  const { ask } = refusedOnce(401)
  const pages = scope.run(() => usePages(ask))
  await nextTick()

  sessionFound()
  await nextTick()

  expect(pages?.rows.value).toEqual([2])
})

test('what was refused for another reason is left to whoever looks at it', async () => {
  const { ask, times } = refusedOnce(403)
  scope.run(() => useAsk(ask))
  await nextTick()

  sessionFound()

  expect(times()).toBe(1)
})
