import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'

import * as events from '@/api/events'

import type { Question } from './filters'
import type { Certificate } from './obstacles'
import { useLiveCertificates } from './useLiveCertificates'

const NUMBER = 'A261872446700001'
const ROW = { certificate_no: NUMBER } as Certificate

let scope = effectScope()

beforeEach(() => {
  scope = effectScope()
  vi.useFakeTimers()
  vi.stubGlobal('fetch', async () => Response.json({ certificates: [ROW] }))
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** A list in which a certificate that was approved meanwhile waits to be shown. */
async function waiting() {
  let tell: Parameters<typeof events.onLiveEvent>[0] = () => {}
  vi.spyOn(events, 'onLiveEvent').mockImplementation((listener) => {
    tell = listener
    return () => {}
  })
  const rows = shallowRef<Certificate[]>([])
  const question = shallowRef({ sort: '-approved_at' } as Question)
  const live = scope.run(() => useLiveCertificates(rows, question, async () => {}))
  const data = { certificate_no: NUMBER }
  tell({ id: '', type: 'LayoutReceived', subject: NUMBER, time: '', data })
  await vi.advanceTimersByTimeAsync(400)
  expect(live?.fresh.value.size).toBe(1)
  return { rows, question, live }
}

test('what fitted another question does not wait for this one', async () => {
  const { question, live } = await waiting()

  question.value = { ...question.value, type_id: ['rcep'] }
  await nextTick()

  expect(live?.fresh.value.size).toBe(0)
})

test('what a reload has shown waits no more', async () => {
  const { rows, live } = await waiting()

  rows.value = [ROW]
  await nextTick()

  expect(live?.fresh.value.size).toBe(0)
})
