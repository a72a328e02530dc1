import { expect, test } from 'vitest'

import { bodyOf, defaultsOf, groupsOf, isChanged, type Draft } from './choices'

const choice = (kind: 'seal' | 'signature', id: string, name: string, isDefault = false) => ({
  kind,
  stamp_id: id,
  name,
  is_default: isDefault,
  declarer_name: kind === 'signature' ? name : null,
})
const draft = (...choices: Draft['choices']): Draft => ({
  choices,
  problems: [],
  self_print: false,
  self_print_problem: null,
  warnings: [],
})

test('each declarer chooses one signature, and the enterprise one seal', () => {
  const groups = groupsOf(
    draft(
      choice('seal', 's1', '章'),
      choice('signature', 'a1', '甲'),
      choice('signature', 'b1', '乙'),
      choice('signature', 'a2', '甲'),
    ),
    [],
  )

  expect(groups.map((group) => group.choices.map((one) => one.id))).toEqual([
    ['s1'],
    ['a1', 'a2'],
    ['b1'],
  ])
})

test('the only one there is is proposed, and that is a change to be saved', () => {
  const groups = groupsOf(draft(choice('seal', 's1', '章'), choice('signature', 'a1', '甲')), [])
  const chosen = defaultsOf(groups, true)

  expect(bodyOf(chosen)).toEqual({ seal_id: 's1', signature_ids: ['a1'] })
  expect(isChanged(groups, chosen)).toBe(true)
})

test('of two nobody chooses for the enterprise', () => {
  const groups = groupsOf(draft(choice('seal', 's1', '章'), choice('seal', 's2', '章二')), [])

  expect(bodyOf(defaultsOf(groups, true))).toBeUndefined()
})

test('defaults as they are saved are no change', () => {
  const groups = groupsOf(draft(choice('seal', 's1', '章', true), choice('seal', 's2', '二')), [])

  expect(isChanged(groups, defaultsOf(groups, true))).toBe(false)
})
