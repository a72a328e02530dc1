import { expect, test } from 'vitest'

import { SIGNS, wordsOf } from './verdictWords'

test('a verdict is told in Chinese, in English and in the language of the destination', () => {
  expect(wordsOf('voided', 'china_chile', ['en']).map(({ word }) => word)).toEqual([
    '已作废',
    'Void',
    'Anulado',
  ])
})

test('who reads another language is told in it where the destination is not known', () => {
  expect(wordsOf('valid', null, ['th-TH', 'en']).at(-1)).toEqual({ tag: 'th', word: 'ใช้ได้' })
})

test('replaced, void, unknown and unreachable are told apart without any colour', () => {
  const apart = (['replaced', 'voided', 'unknown_number', 'unreachable'] as const).map(
    (word) => SIGNS[word],
  )
  expect(new Set(apart).size).toBe(4)
})
