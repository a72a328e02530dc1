import { expect, test } from 'vitest'

import { waitingOf, type Situation } from './waiting'

const NOW = Date.parse('2026-11-27T08:00:00Z')
const nothing = {
  printable: { certificates: [], count: 0, count_is_lower_bound: false },
  unanswered: { jobs: [] },
  failed: { jobs: [] },
  seals: [],
  latest: undefined,
} as unknown as Situation
const waits = (changed: object) => waitingOf({ ...nothing, ...changed } as Situation, NOW)
const seal = (valid_to: string, state = 'active') => [{ name: '章', state, valid_to }]

test('an enterprise with nothing to do is told nothing', () => {
  expect(waits({})).toEqual([])
})

test('prints without an answer lead to their list', () => {
  const [line] = waits({ unanswered: { jobs: [{}, {}], next_cursor: 'more' } })
  expect(line).toMatchObject({
    count: 2,
    atLeast: true,
    to: '/print-jobs?waiting=confirmation',
  })
})

test('a seal is told of thirty days before its end, not earlier', () => {
  expect(waits({ seals: seal('2026-12-27T08:00:00Z') })).toMatchObject([{ count: 30 }])
  expect(waits({ seals: seal('2026-12-28T08:00:00Z') })).toEqual([])
})

test('a seal that is over says so, and none that is stopped', () => {
  expect(waits({ seals: seal('2026-11-27T08:00:00Z') })).toMatchObject([
    { text: 'home.waits.expired' },
  ])
  expect(waits({ seals: seal('2026-11-27T08:00:00Z', 'disabled') })).toEqual([])
})

test.each([
  ['waiting', 'home.waits.receipt'],
  ['rejected', 'home.waits.rejected'],
])('a receipt that is %s waits', (state, text) => {
  expect(waits({ latest: { state } })).toMatchObject([{ text }])
})

test('certificates to be printed come last, with their filter', () => {
  const lines = waits({
    printable: { count: 1000, count_is_lower_bound: true },
    unanswered: { jobs: [{}] },
  })
  expect(lines.at(-1)).toMatchObject({
    count: 1000,
    atLeast: true,
    to: '/certificates?print_status=waiting&archived=false',
  })
})
