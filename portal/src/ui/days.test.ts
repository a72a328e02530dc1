import { expect, test } from 'vitest'

import { dayOf, dayProblem, isDay } from './days'

test.each(['2026-02-28', '2028-02-29', '2026-12-31'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true)
})

test.each(['2026-02-30', '2026-13-45', '2026-2-3', '20260203', '2026-02-29', 'x'])(
  '%s is no day, and never another one',
  (text) => {
    expect(isDay(text)).toBe(false)
  },
)

test('the allowed days include both ends', () => {
  const allowed = { min: '2026-01-05', max: '2026-01-06' }

  expect(dayProblem('2026-01-04', allowed)).toBe('dateTooEarly')
  expect(dayProblem('2026-01-05', allowed)).toBeUndefined()
  expect(dayProblem('2026-01-06', allowed)).toBeUndefined()
  expect(dayProblem('2026-01-07', allowed)).toBe('dateTooLate')
})

test('no day is wrong only where one is required', () => {
  expect(dayProblem('')).toBeUndefined()
  expect(dayProblem('', { required: true })).toBe('required')
})

test('a moment has the day of China', () => {
  expect(dayOf('2026-01-05T17:30:00Z')).toBe('2026-01-06')
})
