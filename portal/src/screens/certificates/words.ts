import type { Words } from '@/locales'
import type { Tone } from '@/ui/StatusTag.vue'

import type { Certificate, Obstacle } from './obstacles'
import type { Verdict } from './useDiagnosis'

interface Said {
  tone: Tone
  word: Words
}

/** 版式状态 (R55). */
export const LAYOUT: Record<Certificate['layout_status'], Said> = {
  generating: { tone: 'busy', word: 'certificates.layout.generating' },
  sending: { tone: 'busy', word: 'certificates.layout.sending' },
  received: { tone: 'good', word: 'certificates.layout.received' },
}

/** 打印状态 (R57). */
export const PRINT: Record<Certificate['print_status'], Said> = {
  waiting: { tone: 'warn', word: 'certificates.print.waiting' },
  printed: { tone: 'good', word: 'certificates.print.printed' },
}

/** 归档状态 (R56). */
export const ARCHIVE: Record<'true' | 'false', Said> = {
  true: { tone: 'neutral', word: 'certificates.archive.yes' },
  false: { tone: 'good', word: 'certificates.archive.no' },
}

export const OBSTACLES: Record<Obstacle, Words> = {
  returned: 'certificates.obstacle.returned',
  replaced: 'certificates.obstacle.replaced',
  archived: 'certificates.obstacle.archived',
  layout: 'certificates.obstacle.layout',
  printed: 'certificates.obstacle.printed',
  other: 'certificates.obstacle.other',
}

export const VERDICTS: Record<Verdict, Said> = {
  holds: { tone: 'good', word: 'certificates.verdict.holds' },
  fails: { tone: 'bad', word: 'certificates.verdict.fails' },
  check: { tone: 'warn', word: 'certificates.verdict.check' },
  advice: { tone: 'neutral', word: 'certificates.verdict.advice' },
}

/** What a diagnosis looked at, by the API's name for it. */
export const FACTS: Record<string, Words> = {
  certificate_no: 'certificates.field.certificate_no',
  type_id: 'certificates.field.type_id',
  destination: 'certificates.field.destination',
  issue_date: 'certificates.field.issue_date',
  approved_at: 'certificates.field.approved_at',
  declarer_name: 'certificates.field.declarer_name',
  issuing_office: 'certificates.field.issuing_office',
  layout_status: 'certificates.field.layout_status',
  print_status: 'certificates.field.print_status',
  replaced_by: 'certificates.field.replaced_by',
  returned_at: 'certificates.fact.returned_at',
  received_at: 'certificates.fact.received_at',
  requested_at: 'certificates.fact.requested_at',
  receipt_due_at: 'certificates.fact.receipt_due_at',
  rejected: 'certificates.fact.rejected',
  valid_from: 'certificates.fact.valid_from',
  valid_to: 'certificates.fact.valid_to',
  archived_at: 'certificates.fact.archived_at',
  print_serial: 'certificates.fact.print_serial',
  granted_at: 'certificates.fact.granted_at',
  revoked_at: 'certificates.fact.revoked_at',
}
