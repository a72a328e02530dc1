import { expect, test } from 'vitest'

import { chosenFrom } from './useWorkstations'

const isTwo = (one: number): boolean => one === 2
const isLarge = (one: number): boolean => one > 9

test('an earlier wish that any fulfils goes before a later one', () => {
  expect(chosenFrom([10, 2, 3], isTwo, isLarge)).toBe(2)
  expect(chosenFrom([3, 10, 11], isTwo, isLarge)).toBe(10)
})

test('without any that is wished for it is the first, and of none nobody', () => {
  expect(chosenFrom([3, 4], isTwo, isLarge)).toBe(3)
  expect(chosenFrom([], isTwo)).toBeUndefined()
})
