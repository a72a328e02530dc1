import { expect, test } from 'vitest'

import { isIdNumber, tidyIdNumber } from './idNumber'

test('a number whose check character is right is one', () => {
  expect(isIdNumber('11010519491231002X')).toBe(true)
})

test.each([
  ['another check character', '110105194912310021'],
  ['two digits swapped', '11010519491213002X'],
  ['a day that no calendar has', '11010519490231002X'],
  ['a digit too few', '1101051949123100X'],
  ['nothing', ''],
])('%s is none', (_what, text) => {
  expect(isIdNumber(text)).toBe(false)
})

test('blanks and a small x are how people type it', () => {
  expect(tidyIdNumber(' 110105 19491231 002x')).toBe('11010519491231002X')
})
