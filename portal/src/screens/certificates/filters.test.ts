import { expect, test } from 'vitest'

import { addressOf, filtersOf, isNarrowed, questionOf, without } from './filters'

test('conditions survive the way into the address and back', () => {
  const filters = { ...filtersOf({}), certificate_no: 'A26', type_id: ['rcep', 'china_korea'] }
  expect(filtersOf(addressOf(filters, '-issue_date') as never)).toEqual(filters)
})

test('an address holds nothing that is empty or usual', () => {
  expect(addressOf(filtersOf({}), '-issue_date')).toEqual({})
})

test('one value in the address is a list of one', () => {
  expect(filtersOf({ destination: 'AU' }).destination).toEqual(['AU'])
})

test('the page that is shown is part of the question', () => {
  expect(questionOf({ cursor: 'next', print_status: 'waiting' })).toEqual({
    cursor: 'next',
    print_status: ['waiting'],
    sort: '-issue_date',
  })
})

test('a condition that is dropped leaves the others', () => {
  const filters = filtersOf({ destination: 'AU', invoice_no: 'X' })
  expect(without(filters, 'destination')).toEqual(filtersOf({ invoice_no: 'X' }))
})

test('no condition narrows nothing', () => {
  expect(isNarrowed(filtersOf({}))).toBe(false)
  expect(isNarrowed(filtersOf({ archived: 'false' }))).toBe(true)
})
