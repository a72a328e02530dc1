import { expect, test } from 'vitest'

import { disagreeing, factsOf, isSettled, summaryOf, type Job } from './facts'

function job(changes: Partial<Job> = {}): Job {
  return {
    job_id: '2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4',
    certificate_no: 'A261872446700001',
    revision: 1,
    enterprise_code: '91990000187244670N',
    parts: ['original'],
    state: 'released',
    print_serials: {},
    workstation: 'desk',
    issued_at: '2026-11-27T06:00:00Z',
    ticket_expires_at: '2026-11-27T06:10:00Z',
    sheets: 1,
    ...changes,
  }
}

const SENT = {
  state_reasons: [],
  queued_at: '2026-11-27T06:00:01Z',
  sent_at: '2026-11-27T06:00:02Z',
}
const WHOLE = { ...SENT, job_state: 'completed' as const, impressions_completed: 2 }
const JAMMED = { ...SENT, job_state: 'aborted' as const, impressions_completed: 1 }
const states = (given: Job) => factsOf(given).map(({ state }) => state)

test('a job that waits for its workstation is queued and nothing else', () => {
  expect(states(job({ state: 'issued' }))).toEqual(['done', 'now', 'open', 'open'])
})

test('what the device counted is not what a person confirmed', () => {
  expect(states(job({ evidence: WHOLE }))).toEqual(['done', 'done', 'done', 'open'])
})

test('a jam shows where the device stopped', () => {
  expect(states(job({ evidence: JAMMED }))).toEqual(['done', 'done', 'bad', 'open'])
})

test('a confirmed print that the device did not count leaves that fact open', () => {
  const confirmed = job({ state: 'printed', confirmed_printed: true })
  expect(states(confirmed)).toEqual(['done', 'open', 'open', 'done'])
})

test('yes to a stopped print and no to a whole one disagree with the device', () => {
  const jammed = job({ evidence: JAMMED })
  const whole = job({ evidence: WHOLE })
  expect(disagreeing([jammed, whole], true)).toEqual([jammed])
  expect(disagreeing([jammed, whole], false)).toEqual([whole])
})

test('a print that stopped is settled, one that is being sent is not', () => {
  expect(isSettled(job({ evidence: JAMMED }))).toBe(true)
  expect(isSettled(job({ evidence: { ...SENT, job_state: 'processing' } }))).toBe(false)
})

test('an order is summed up by what is left to do', () => {
  const jobs = [job({ state: 'issued' }), job({ evidence: WHOLE })]
  expect(summaryOf(jobs)).toEqual({ all: 2, settled: 1, troubled: 0, waiting: 1, unanswered: 0 })
})
