import { shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

type RefusedAnswer = Schema['RefusedAnswer']

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
  const cancelling = useDo(async (jobIds: string[]) => {
    for (const id of jobIds) {
      const params = { path: { id }, header: { 'Idempotency-Key': `cancel-${id}` } }
      await call(api.POST('/api/v1/print-jobs/{id}/cancellation', { params }))
    }
  })
  return { answering, cancelling, refused }
}
