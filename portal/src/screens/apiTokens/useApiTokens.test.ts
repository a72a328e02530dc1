import { expect, test } from 'vitest'

import { endOf, stateOf, type ApiToken } from './useApiTokens'

const NOW = new Date('2026-11-27T08:00:00Z')
const token = (changes: Partial<ApiToken>): ApiToken => ({
  token_id: '1',
  name: 'ERP',
  scopes: [],
  made_at: '2026-01-01T00:00:00Z',
  made_by: '2',
  made_by_name: '样本法人',
  ...changes,
})

test('a token without an end lives until it is revoked', () => {
  expect(stateOf(token({}), NOW)).toBe('live')
  expect(stateOf(token({ revoked_at: '2026-11-01T00:00:00Z' }), NOW)).toBe('revoked')
})

test('a token is over at its end', () => {
  expect(stateOf(token({ expires_at: '2026-11-27T08:00:00Z' }), NOW)).toBe('expired')
  expect(stateOf(token({ expires_at: '2026-11-27T08:00:01Z' }), NOW)).toBe('live')
})

test('the last day of a token is a day in China, to its end', () => {
  expect(endOf('2026-11-27')).toBe('2026-11-27T23:59:59+08:00')
  expect(endOf('')).toBeNull()
})
