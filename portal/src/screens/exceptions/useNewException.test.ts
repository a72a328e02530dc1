import { expect, test } from 'vitest'

import { operationOffered, reasonOffered, type Candidate } from './useNewException'

function candidate(reason: string | null, parts: string[] = ['original']): Candidate {
  return { job: { device: { reason }, parts } } as unknown as Candidate
}

test('the reason that the device gave is offered', () => {
  expect(reasonOffered([candidate('paper_jam'), candidate('paper_jam')])).toBe('paper_jam')
})

test('devices that disagree offer no reason', () => {
  expect(reasonOffered([candidate('paper_jam'), candidate('power_cut')])).toBe('')
  expect(reasonOffered([candidate('paper_jam'), candidate(null)])).toBe('')
})

test('what was printed is offered to be printed again', () => {
  expect(operationOffered([candidate(null, ['original', 'copy'])])).toBe('reprint_both')
  expect(operationOffered([candidate(null)])).toBe('reprint_original')
})
