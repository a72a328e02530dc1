import type { Words } from '@/locales'
import type { Tone } from '@/ui/StatusTag.vue'

import type { FactState, Job } from './facts'

/** Needs of R62 and what else a workstation finds in its way, by the API's names. */
export const NEEDS: Record<string, Words> = {
  online: 'printing.need.online',
  takes_pdf: 'printing.need.takes_pdf',
  duplex: 'printing.need.duplex',
  color: 'printing.need.color',
  a4: 'printing.need.a4',
  physical: 'printing.need.physical',
  no_address: 'printing.need.no_address',
  unreachable: 'printing.need.unreachable',
}

export const STATES: Record<Job['state'], { tone: Tone; word: Words }> = {
  issued: { tone: 'busy', word: 'printing.state.issued' },
  released: { tone: 'warn', word: 'printing.state.released' },
  printed: { tone: 'good', word: 'printing.state.printed' },
  failed: { tone: 'bad', word: 'printing.state.failed' },
  voided: { tone: 'neutral', word: 'printing.state.voided' },
  expired: { tone: 'neutral', word: 'printing.state.expired' },
}

/** A sheet that was applied for anew is void; a job that nobody had fetched was cancelled. */
export function stateOf(job: Job): { tone: Tone; word: Words } {
  const voided = job.state === 'voided' && job.void_reason !== 'cancelled'
  return voided ? { tone: 'neutral', word: 'printing.void' } : STATES[job.state]
}

export const SIGNS: Record<FactState, string> = { open: '○', now: '…', done: '✓', bad: '✕' }
