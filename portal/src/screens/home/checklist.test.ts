import { expect, test } from 'vitest'

import { stepsOf, type Facts } from './checklist'

const nothing = {
  declarers: [],
  workstations: { workstations: [], presence: { case: 'not_installed' } },
  seals: [],
  signatures: [],
  draft: { choices: [], problems: [], self_print: false },
  latest: undefined,
  printed: [],
  unanswered: { jobs: [] },
  agent: false,
  byCard: true,
} as unknown as Facts
const active = [{ state: 'active' }]
const both = [
  { kind: 'seal', is_default: true },
  { kind: 'signature', is_default: true },
]
const ready = {
  declarers: [{ ended_at: null }],
  workstations: { workstations: [{}], presence: { case: 'running' } },
  seals: active,
  signatures: active,
  draft: { choices: both, problems: [], self_print: true },
  latest: { state: 'accepted' },
}

function standing(name: string, changed: object) {
  const step = stepsOf({ ...nothing, ...changed } as Facts).find((one) => one.name === name)
  return [step?.status, step?.reason]
}

test('a new enterprise begins with declarer, workstation and seal', () => {
  expect(stepsOf(nothing).map(({ name, status }) => `${name} ${status}`)).toEqual([
    'declarer todo',
    'workstation todo',
    'seal todo',
    'signature blocked',
    'defaults blocked',
    'authorization blocked',
    'print blocked',
  ])
})

test('an enterprise that has printed is done with everything', () => {
  const steps = stepsOf({ ...nothing, ...ready, printed: [{}] } as unknown as Facts)
  expect(new Set(steps.map(({ status }) => status))).toEqual(new Set(['done']))
})

test('what needs the card names it to who logged in without', () => {
  expect(standing('seal', { byCard: false })).toEqual(['blocked', 'home.reason.card'])
})

test('a declarer whose filing ended does not count', () => {
  const declarers = [{ ended_at: '2026-11-01T00:00:00Z' }]
  expect(standing('declarer', { declarers })[0]).toBe('todo')
})

test('a disabled seal does not count', () => {
  expect(standing('seal', { seals: [{ state: 'disabled' }] })[0]).toBe('todo')
})

test('a workstation that does not run is only half of it', () => {
  const workstations = { workstations: [{}], presence: { case: 'not_running' } }
  expect(standing('workstation', { workstations })).toEqual(['partly', 'home.reason.notRunning'])
})

test('the default that is missing is named', () => {
  const draft = { choices: [both[0]], self_print: false }
  expect(standing('defaults', { ...ready, draft })).toEqual([
    'partly',
    'home.reason.noDefaultSignature',
  ])
})

test.each([
  ['waiting', 'home.reason.receiptWaiting'],
  ['rejected', 'home.reason.receiptRejected'],
])('a receipt that is %s leaves the authorization unfinished', (state, reason) => {
  expect(standing('authorization', { ...ready, latest: { state } })).toEqual(['partly', reason])
})

test('an authorization whose seal is of no use any more begins anew', () => {
  const draft = { choices: both, self_print: false }
  expect(standing('authorization', { ...ready, draft })[0]).toBe('todo')
})

test('a print without an answer is not the first certificate yet', () => {
  const unanswered = { jobs: [{}] }
  expect(standing('print', { ...ready, unanswered })).toEqual(['partly', 'home.reason.unconfirmed'])
})

test('an agent that makes nothing of its own only prints', () => {
  const steps = stepsOf({ ...nothing, agent: true })
  expect(steps.map(({ name }) => name)).toEqual(['workstation', 'print'])
})
