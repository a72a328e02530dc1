import { expect, test } from 'vitest'

import { acceptOf, kindOf } from './files'

const SCANS = ['JPEG', 'PNG']

test('a file is known by its type, or by its name where the browser knows no type', () => {
  expect(kindOf(new File([], 'scan', { type: 'image/png' }), SCANS)).toBe('PNG')
  expect(kindOf(new File([], 'SCAN.JPG'), SCANS)).toBe('JPEG')
})

test('a file of another kind than those wanted has none', () => {
  expect(kindOf(new File([], 'scan.pdf', { type: 'application/pdf' }), SCANS)).toBeUndefined()
})

test('a chooser is told endings and types', () => {
  expect(acceptOf(['PDF'])).toBe('.pdf,application/pdf')
})
