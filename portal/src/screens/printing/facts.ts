import type { Schema } from '@/api/client'

export type Job = Schema['PrintJobView']
type FactName = 'queued' | 'sent' | 'counted' | 'confirmed'
export type FactState = 'open' | 'now' | 'done' | 'bad'

/** One of the four facts of a print: each is known by itself, none follows from another. */
export interface Fact {
  name: FactName
  state: FactState
  /** ISO 8601, where a time is known. */
  at: string | undefined
}

const SIDES = 2
const STOPPED: ReadonlySet<string> = new Set(['aborted', 'canceled'])
const OVER: ReadonlySet<string> = new Set(['printed', 'failed', 'voided', 'expired'])

/** Pages that the device is to count: it counts both sides of a sheet. */
export function pagesOf(job: Job): number | undefined {
  return job.sheets == null ? undefined : SIDES * job.sheets
}

export function countedOf(job: Job): number {
  return job.evidence?.impressions_completed ?? 0
}

function stopped(job: Job): boolean {
  return STOPPED.has(job.evidence?.job_state ?? '') || job.evidence?.came_out === false
}

function cameOutWhole(job: Job): boolean {
  const pages = pagesOf(job)
  return job.evidence?.job_state === 'completed' && !!pages && countedOf(job) >= pages
}

export function factsOf(job: Job): Fact[] {
  const told = job.evidence
  const over = OVER.has(job.state)
  const waits = (before: boolean): FactState => (before && !over ? 'now' : 'open')
  return [
    { name: 'queued', state: 'done', at: told?.queued_at ?? job.issued_at },
    {
      name: 'sent',
      state: told?.sent_at ? 'done' : waits(true),
      at: told?.sent_at ?? undefined,
    },
    {
      name: 'counted',
      state: countedState(job, waits(!!told?.sent_at)),
      at: told?.finished_at ?? undefined,
    },
    {
      name: 'confirmed',
      state: confirmedState(job, waits(isUnanswered(job))),
      at: job.confirmed_at ?? undefined,
    },
  ]
}

function countedState(job: Job, otherwise: FactState): FactState {
  if (stopped(job)) return 'bad'
  return job.evidence?.job_state === 'completed' ? 'done' : otherwise
}

function confirmedState(job: Job, otherwise: FactState): FactState {
  if (job.confirmed_printed == null) return otherwise
  return job.confirmed_printed ? 'done' : 'bad'
}

export function isUnanswered(job: Job): boolean {
  return !!job.unanswered
}

/** No workstation has it yet: it can be cancelled, and the certificate is free again. */
export function mayCancel(job: Job): boolean {
  return job.state === 'issued'
}

/** Nothing more comes from the device. */
export function isSettled(job: Job): boolean {
  return OVER.has(job.state) || stopped(job) || job.evidence?.job_state === 'completed'
}

export interface Summary {
  all: number
  settled: number
  troubled: number
  waiting: number
  unanswered: number
}

export function summaryOf(jobs: readonly Job[]): Summary {
  const count = (test: (job: Job) => boolean) => jobs.filter(test).length
  return {
    all: jobs.length,
    settled: count(isSettled),
    troubled: count((job) => !!job.device?.troubles?.length && !OVER.has(job.state)),
    waiting: count(mayCancel),
    unanswered: count(isUnanswered),
  }
}

/** Prints whose answer would say the opposite of what their device says (R72). */
export function disagreeing(jobs: readonly Job[], printed: boolean): Job[] {
  return jobs.filter(printed ? stopped : cameOutWhole)
}
