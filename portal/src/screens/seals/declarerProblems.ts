import type { Words } from '@/locales'

const WORDS: Record<string, Words> = {
  'declarer.filing_ended': 'signatures.problem.filingEnded',
  'declarer.not_a_person': 'signatures.problem.notAPerson',
  'declarer.disabled': 'signatures.problem.disabled',
  'declarer.id_numbers_differ': 'signatures.problem.idNumbersDiffer',
}

/** Why no signature can be made for a declarer, and what to do (R19, R27, R28). */
export function declarerProblem(code: string): Words {
  return WORDS[code] ?? 'signatures.problem.other'
}
