import { expect, test } from 'vitest'

import { found } from './useHelp'

const SECTIONS = [
  {
    anchor: 'card',
    heading: '必须使用电子口岸卡吗？',
    html: '<p>首次打印前须用<strong>法人卡</strong></p>',
  },
  { anchor: 'jam', heading: 'Paper jam', html: '<p>File an <em>exception</em></p>' },
]
const anchors = (typed: string) => found(SECTIONS, typed).map(({ anchor }) => anchor)

test('nothing typed finds every question', () => {
  expect(anchors(' ')).toEqual(['card', 'jam'])
})

test('a word is found in the question and in its answer', () => {
  expect(anchors('口岸卡')).toEqual(['card'])
  expect(anchors('法人卡')).toEqual(['card'])
})

test('all words must be there, in any case', () => {
  expect(anchors('EXCEPTION jam')).toEqual(['jam'])
  expect(anchors('exception 法人卡')).toEqual([])
})

test('what only the markup says is not found', () => {
  expect(anchors('strong')).toEqual([])
})
