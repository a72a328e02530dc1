import { expect, test } from 'vitest'

import { minutesLeft } from './useEnding'

const NOW = Date.parse('2026-11-27T08:00:00Z')

test('the end of a session is told ten minutes before', () => {
  expect(minutesLeft('2026-11-27T08:10:00Z', NOW)).toBe(10)
  expect(minutesLeft('2026-11-27T08:10:01Z', NOW)).toBeUndefined()
})

test('a session without an end is never told of', () => {
  expect(minutesLeft(null, NOW)).toBeUndefined()
})
