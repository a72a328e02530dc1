import { shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useDo } from '@/ui/useAsk'
import { useOnceKey } from '@/ui/useOnceKey'

export type RefusedAnswer = Schema['RefusedAnswer']

/** 是 or 否 for one print or many at once, and the end of what still waits (R72-R75). */
export function useAnswers() {
  const { keyFor, forget } = useOnceKey()
  const refused = shallowRef<RefusedAnswer[]>([])

  const answering = useDo(async (jobIds: string[], printed: boolean) => {
    const body = { job_ids: jobIds, printed }
    const header = { 'Idempotency-Key': keyFor(body) }
    const told = await call(
      api.POST('/api/v1/print-jobs/confirmations', { body, params: { header } }),
    )
    forget()
    refused.value = told.refused
    return told.confirmed
  })
  const cancelling = useDo(async (jobIds: string[]) => {
    for (const id of jobIds) {
      const params = { path: { id }, header: { 'Idempotency-Key': `cancel-${id}` } }
      await call(api.POST('/api/v1/print-jobs/{id}/cancellation', { params }))
    }
  })
  return { answering, cancelling, refused }
}
