import { expect, test } from 'vitest'

import { momentsOf, proposed } from './validity'

const CARD = { from: '2026-11-27T02:00:00Z', to: '2027-11-27T02:00:00Z' }

test('a seal is proposed from today to the last day of the card', () => {
  expect(proposed(CARD, '2026-12-01')).toEqual({ from: '2026-12-01', to: '2027-11-27' })
})

test('a card that is valid later makes the seal valid later', () => {
  expect(proposed(CARD, '2026-11-20').from).toBe('2026-11-27')
})

test('a day means all of it in China', () => {
  expect(momentsOf({ from: '2026-12-01', to: '2026-12-31' }, CARD)).toEqual({
    valid_from: '2026-11-30T16:00:00.000Z',
    valid_to: '2026-12-31T15:59:59.000Z',
  })
})

test('the first and the last day of the card count from and to its own moments', () => {
  expect(momentsOf({ from: '2026-11-27', to: '2027-11-27' }, CARD)).toEqual({
    valid_from: '2026-11-27T02:00:00.000Z',
    valid_to: '2027-11-27T02:00:00.000Z',
  })
})
