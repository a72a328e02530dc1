import type { Schema } from '@/api/client'
import type { Words } from '@/locales'

/** One line of what waits for the person, and the screen where it is done. */
export interface Waiting {
  text: Words
  count?: number
  /** There are more than `count`. */
  atLeast?: boolean
  name?: string
  to: string
  tone: 'busy' | 'warn' | 'bad'
}

export interface Situation {
  printable: Schema['CertificatePage']
  unanswered: Schema['PrintJobList']
  failed: Schema['PrintJobList']
  seals: readonly Schema['StampView'][]
  latest: Schema['AuthorizationView'] | undefined
}

const SOON_MS = 30 * 86_400_000

/** The most pressing first. */
export function waitingOf(situation: Situation, now: number): Waiting[] {
  const { unanswered, failed, printable, latest } = situation
  return [
    ...counted('home.waits.unconfirmed', unanswered, '/print-jobs?waiting=confirmation', 'bad'),
    ...counted('home.waits.failed', failed, '/print-jobs?state=failed', 'bad'),
    ...receipt(latest),
    ...seals(situation.seals, now),
    ...printing(printable),
  ]
}

function counted(
  text: Words,
  list: Schema['PrintJobList'],
  to: string,
  tone: Waiting['tone'],
): Waiting[] {
  if (!list.jobs.length) return []
  return [{ text, count: list.jobs.length, atLeast: !!list.next_cursor, to, tone }]
}

function receipt(latest: Schema['AuthorizationView'] | undefined): Waiting[] {
  if (latest?.state === 'waiting')
    return [{ text: 'home.waits.receipt', to: '/authorization', tone: 'busy' }]
  if (latest?.state === 'rejected')
    return [{ text: 'home.waits.rejected', to: '/authorization', tone: 'bad' }]
  return []
}

/** Seals that may be used and will not be for long (R22). */
function seals(stamps: readonly Schema['StampView'][], now: number): Waiting[] {
  return stamps.flatMap(({ state, valid_to: end, name }): Waiting[] => {
    const left = end ? Date.parse(end) - now : Infinity
    if (state !== 'active' || left > SOON_MS) return []
    const days = Math.ceil(left / 86_400_000)
    if (left <= 0) return [{ text: 'home.waits.expired', name, to: '/seals', tone: 'bad' }]
    return [{ text: 'home.waits.expires', count: days, name, to: '/seals', tone: 'warn' }]
  })
}

function printing({ count, count_is_lower_bound: atLeast }: Schema['CertificatePage']): Waiting[] {
  if (!count) return []
  const to = '/certificates?print_status=waiting&archived=false'
  return [{ text: 'home.waits.printable', count, atLeast, to, tone: 'busy' }]
}
