import { expect, test } from 'vitest'

import { unreachable, type Problem } from '@/api/problem'

import { fieldProblems } from './fieldProblems'

const refused = (changes: Partial<Problem>): Problem => ({ ...unreachable(422), ...changes })

test('what cannot be read stands beside the field that holds it', () => {
  const errors = [{ place: 'body.id_number', reason: 'not an identity number' }]

  expect(fieldProblems(refused({ errors }), true, '请核对')).toEqual({ id_number: '请核对' })
})

test('a refusal stands beside the field that its code means', () => {
  const problem = refused({
    code: 'operator.weak_password',
    detail_zh: '密码太短',
    detail: 'short',
  })

  expect(fieldProblems(problem, false, '', { 'operator.weak_password': 'password' })).toEqual({
    password: 'short',
  })
})

test('what speaks of no field stands beside none', () => {
  expect(fieldProblems(refused({ code: 'session.expired' }), true, '')).toEqual({})
})
