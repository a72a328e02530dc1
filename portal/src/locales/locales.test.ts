import { expect, test } from 'vitest'

import en from './en'
import zh from './zh'

function names(catalogue: object, prefix = ''): string[] {
  return Object.entries(catalogue).flatMap(([name, value]) =>
    typeof value === 'string' ? [prefix + name] : names(value, `${prefix}${name}.`),
  )
}

function placeholders(catalogue: object): string[] {
  return Object.values(catalogue).flatMap((value) =>
    typeof value === 'string'
      ? [(value.match(/\{\w+\}/g) ?? []).sort().join()]
      : placeholders(value),
  )
}

test('both languages have the same texts', () => {
  expect(names(en).sort()).toEqual(names(zh).sort())
})

test('a text names the same values in both languages', () => {
  const chinese = Object.fromEntries(names(zh).map((name, at) => [name, placeholders(zh)[at]]))
  const english = Object.fromEntries(names(en).map((name, at) => [name, placeholders(en)[at]]))
  expect(english).toEqual(chinese)
})
