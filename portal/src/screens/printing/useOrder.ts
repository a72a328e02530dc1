import { computed } from 'vue'

import { api, call } from '@/api/client'
import { useAsk } from '@/ui/useAsk'

import { isSettled, isUnanswered, summaryOf, type Job } from './facts'
import { keepUpToDate } from './usePrintJobs'

const PAGE = 200
const MOST_PAGES = 10

/**
 * The prints of one order in their order. The list is asked on the `day` it was made, for as many
 * pages as the order goes on.
 */
export function useOrder(orderId: () => string, day: () => string) {
  const ask = useAsk(() => jobsOfOrder(orderId(), day()))
  const jobs = computed(() => ask.data.value ?? [])
  const summary = computed(() => summaryOf(jobs.value))
  keepUpToDate(ask.reload, () => jobs.value.some((job) => !isSettled(job) || isUnanswered(job)))
  return { ...ask, jobs, summary }
}

async function jobsOfOrder(orderId: string, day: string): Promise<Job[]> {
  const found: Job[] = []
  let cursor: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { limit: PAGE, cursor, ...(day && { issued_from: day, issued_to: day }) }
    const { jobs, next_cursor } = await call(api.GET('/api/v1/print-jobs', { params: { query } }))
    const ofOrder = jobs.filter((job) => job.order_id === orderId)
    if (found.length && !ofOrder.length) break
    found.push(...ofOrder)
    if (!next_cursor) break
    cursor = next_cursor
  }
  return found.sort((one, other) => (one.order_place ?? 0) - (other.order_place ?? 0))
}
