import { expect, test } from 'vitest'

import { obstacleTo, sortedBy, type Certificate } from './obstacles'

function certificate(changes: Partial<Certificate> = {}): Certificate {
  return {
    certificate_no: 'A261872446700001',
    revision: 1,
    enterprise_code: '91990000187244670N',
    type_id: 'china_australia',
    destination: 'AU',
    issue_date: '2026-11-27',
    approved_at: '2026-11-27T14:34:14Z',
    declarer_name: '样本申报员',
    issuing_office: '0100',
    layout_status: 'received',
    print_status: 'waiting',
    archived: false,
    returned: false,
    printable: true,
    downloadable: false,
    exception_count: 0,
    ...changes,
  }
}

test('what is waiting, received and not archived may be printed', () => {
  expect(obstacleTo('both', certificate())).toBeUndefined()
})

test.each([
  [{ archived: true }, 'archived'],
  [{ layout_status: 'sending' as const }, 'layout'],
  [{ print_status: 'printed' as const, printable: false }, 'printed'],
  [{ printable: false }, 'other'],
  [{ returned: true, printable: false }, 'returned'],
])('an original is not printed when %o', (changes, obstacle) => {
  expect(obstacleTo('original', certificate(changes))).toBe(obstacle)
})

test('the copy of a printed certificate may be printed again', () => {
  expect(obstacleTo('copy', certificate({ print_status: 'printed' }))).toBeUndefined()
})

test('what is ticked is told apart by what stands in its way', () => {
  const rows = [
    certificate(),
    certificate({ certificate_no: 'A261872446700002', archived: true }),
    certificate({ certificate_no: 'A261872446700003', archived: true }),
  ]
  expect(sortedBy('both', rows)).toEqual({
    may: ['A261872446700001'],
    not: new Map([['archived', ['A261872446700002', 'A261872446700003']]]),
  })
})
