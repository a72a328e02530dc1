import { computed, onScopeDispose } from 'vue'

import { api, call } from '@/api/client'
import { onLiveEvent } from '@/api/events'
import { ProblemError } from '@/api/problem'
import { dayInChina } from '@/locales/format'
import { useSession } from '@/shell/useSession'
import { useAsk } from '@/ui/useAsk'

import { stepsOf } from './checklist'
import { waitingOf } from './waiting'

const PAUSE_MS = 500
/** Told many times a sheet, and nothing here changes by it. */
const IDLE = new Set(['PrintProgressed', 'CardSignatureAsked', 'ExportRequested'])

/** What waits, and how far the enterprise is on its way to the first print. */
export function useHome() {
  const session = useSession()
  const { data, problem, loading, reload } = useAsk(ask)
  const waiting = computed(() => data.value && waitingOf(data.value, Date.now()))
  const steps = computed(() => data.value && stepsOf({ ...data.value, byCard: session.byCard }))

  let timer: ReturnType<typeof setTimeout> | undefined
  const end = onLiveEvent(({ type }) => {
    if (IDLE.has(type)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      void reload()
      void session.load()
    }, PAUSE_MS)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    end()
  })
  return { data, waiting, steps, problem, loading, reload }
}

async function ask() {
  const [declarers, workstations, seals, signatures, draft, latest, principals, prints] =
    await Promise.all([
      call(api.GET('/api/v1/declarers')),
      call(api.GET('/api/v1/workstations')),
      call(api.GET('/api/v1/seals')),
      call(api.GET('/api/v1/signatures')),
      call(api.GET('/api/v1/authorization')),
      unlessNone(call(api.GET('/api/v1/authorizations/latest'))),
      call(api.GET('/api/v1/principals')),
      askPrints(),
    ])
  return {
    ...prints,
    declarers: declarers.declarers,
    workstations,
    seals: seals.stamps,
    signatures: signatures.stamps,
    draft,
    latest,
    agent: principals.grants.length > 0,
    printed: prints.printed.jobs,
  }
}

async function askPrints() {
  const jobs = (query: object) => call(api.GET('/api/v1/print-jobs', { params: { query } }))
  const [unanswered, failed, printed, printable] = await Promise.all([
    jobs({ unanswered: true, limit: 100 }),
    jobs({ state: 'failed', issued_from: daysAgo(7), limit: 100 }),
    jobs({ state: 'printed', limit: 1 }),
    call(
      api.GET('/api/v1/certificates', {
        params: {
          query: { print_status: ['waiting'], archived: false, with_count: true, limit: 1 },
        },
      }),
    ),
  ])
  return { unanswered, failed, printed, printable }
}

async function unlessNone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'authorization.none')
      return undefined
    throw error
  }
}

function daysAgo(days: number): string {
  return dayInChina(new Date(Date.now() - days * 86_400_000))
}
