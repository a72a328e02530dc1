import { expect, test } from 'vitest'

import { answersOf, obstaclesOf } from './printers'

test('a printer that says nothing to a need is silent there, not refusing', () => {
  const answers = Object.fromEntries(answersOf({ answers: { duplex: 'no' } }))

  expect(answers).toMatchObject({ duplex: 'no', color: 'not_said' })
})

test('an obstacle of a newer workstation is told once and in general words', () => {
  const obstacles = ['duplex', 'toner_of_the_future', 'staple_of_the_future']

  expect(obstaclesOf({ obstacles })).toEqual(['duplex', 'other'])
})
