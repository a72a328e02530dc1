import { expect, test } from 'vitest'

import { isCreditCode, stateOf, type Grant } from './grants'

test.each(['91990000187244670N', '91000000000000001N', '91000000000000002R'])(
  '%s is a credit code',
  (code) => {
    expect(isCreditCode(code)).toBe(true)
  },
)

test.each(['91990000187244671N', '9199000018724467', 'I1990000187244670N', ''])(
  '%s is none',
  (code) => {
    expect(isCreditCode(code)).toBe(false)
  },
)

const NOW = new Date('2026-11-27T12:00:00Z')
const grant = (changes: Partial<Grant> = {}): Grant => ({
  grant_id: '1',
  principal_code: '91990000187244670N',
  agent_code: '91000000000000002R',
  granted_at: '2026-11-01T00:00:00Z',
  limits: { type_ids: [], valid_from: null, valid_to: null, originals: null },
  ...changes,
})

test('a grant without limits is live until it is revoked', () => {
  expect(stateOf(grant(), NOW)).toBe('live')
  expect(stateOf(grant({ revoked_at: '2026-11-02T00:00:00Z' }), NOW)).toBe('revoked')
})

test('a grant is live within its period only', () => {
  const limits = { type_ids: [], valid_from: null, valid_to: null, originals: null }
  const later = { ...limits, valid_from: '2026-12-01T00:00:00Z' }
  const earlier = { ...limits, valid_to: '2026-11-20T00:00:00Z' }

  expect(stateOf(grant({ limits: later }), NOW)).toBe('notYet')
  expect(stateOf(grant({ limits: earlier }), NOW)).toBe('over')
})
