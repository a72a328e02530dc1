import { ref } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'

type Job = Schema['PrintJobView']

/** What an agent printed for this enterprise, the newest first, a page at a time. */
export function useAgentPrints(code: string) {
  const further = ref<Job[]>([])
  const cursor = ref<string | null>()
  const page = (after?: string | null) =>
    call(
      api.GET('/api/v1/print-jobs', {
        params: { query: { issuer_code: code, ...(after && { cursor: after }) } },
      }),
    )

  const first = useAsk(async () => {
    const { jobs, next_cursor: next } = await page()
    further.value = []
    cursor.value = next
    return jobs
  })
  const more = useDo(async () => {
    const { jobs, next_cursor: next } = await page(cursor.value)
    further.value = [...further.value, ...jobs]
    cursor.value = next
  })
  return { first, further, cursor, more }
}
