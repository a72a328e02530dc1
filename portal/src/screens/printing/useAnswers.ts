import { ref, shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { ProblemError, type Problem } from '@/api/problem'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

import type { Job } from './facts'

export type RefusedAnswer = Schema['RefusedAnswer']

/** 是 or 否 for one print or many at once, and the end of what still waits (R72-R75). */
export function useAnswers() {
  const once = useOnce()
  const refused = shallowRef<RefusedAnswer[]>([])

  const answering = useDo(async (jobIds: string[], printed: boolean) => {
    const body = { job_ids: jobIds, printed }
    const told = await once(body, (header) =>
      call(api.POST('/api/v1/print-jobs/confirmations', { body, params: { header } })),
    )
    refused.value = told.refused
    return told.confirmed
  })
  return { answering, refused, ...useCancelling() }
}

export interface Kept {
  job: Job
  problem: Problem
}

const ITS_OWN = new Set([404, 409, 410])

/** One after the other: what went to its workstation meanwhile is kept, and ends nothing. */
function useCancelling() {
  const cancelled = ref<number>()
  const kept = shallowRef<Kept[]>([])
  const cancelling = useDo(async (jobs: readonly Job[]) => {
    cancelled.value = 0
    kept.value = []
    for (const job of jobs) {
      try {
        await cancel(job.job_id)
        cancelled.value++
      } catch (error) {
        if (!(error instanceof ProblemError) || !ITS_OWN.has(error.problem.status)) throw error
        kept.value = [...kept.value, { job, problem: error.problem }]
      }
    }
  })
  return { cancelling, cancelled, kept }
}

async function cancel(id: string): Promise<void> {
  const params = { path: { id }, header: { 'Idempotency-Key': `cancel-${id}` } }
  await call(api.POST('/api/v1/print-jobs/{id}/cancellation', { params }))
}
