import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import type { paths } from '@/api/schema'
import { one } from '@/ui/queries'
import { useAsk } from '@/ui/useAsk'

import type { Job } from './facts'

type JobQuestion = NonNullable<paths['/api/v1/print-jobs']['get']['parameters']['query']>

const TOGETHER_MS = 250
/** Copies alone tell of themselves by no event. */
const POLL_MS = 4_000

/** Calls `reload` soon after a print's event, and every few seconds for as long as `open` says so. */
export function keepUpToDate(reload: () => Promise<void>, open: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = (pause: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void reload().then(() => soonIfOpen()), pause)
  }
  const soonIfOpen = () => {
    if (open()) soon(POLL_MS)
  }
  const end = onLiveEvent(({ type }) => {
    if (type === RESET || type.startsWith('Print') || type === 'ReprintGranted') soon(TOGETHER_MS)
  })
  soon(POLL_MS)
  onScopeDispose(() => {
    end()
    clearTimeout(timer)
  })
}

/** What nobody answered yet, whole; it stands above every other list. */
export function useUnanswered() {
  const ask = useAsk(() => {
    const query = { unanswered: true, limit: 200 }
    return call(api.GET('/api/v1/print-jobs', { params: { query } }))
  })
  return { ...ask, jobs: jobsOf(ask.data) }
}

/** The page of all jobs that the address asks for, newest first. */
export function usePrintJobs() {
  const route = useRoute()
  const question = computed<JobQuestion>(() => {
    const names = ['certificate_no', 'state', 'issued_from', 'issued_to', 'cursor'] as const
    const given = names.map((name) => [name, one(route.query[name])]).filter(([, value]) => value)
    return Object.fromEntries(given) as JobQuestion
  })
  const ask = useAsk(() => {
    const query = { ...question.value, limit: 50 }
    return call(api.GET('/api/v1/print-jobs', { params: { query } }))
  })
  watch(
    () => JSON.stringify(question.value),
    () => void ask.reload(),
  )
  return { ...ask, jobs: jobsOf(ask.data) }
}

function jobsOf(data: Ref<{ jobs: Job[] } | undefined>): Ref<Job[]> {
  const jobs = shallowRef<Job[]>([])
  watch(data, (page) => (jobs.value = page?.jobs ?? []))
  return jobs
}
