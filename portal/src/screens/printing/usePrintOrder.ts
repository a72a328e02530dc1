import { shallowRef } from 'vue'
import { useRouter } from 'vue-router'

import { api, call, type Schema } from '@/api/client'
import { dayInChina } from '@/locales/format'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

export type RefusedJob = Schema['RefusedJob']
type PrintWarning = Schema['PrintWarning']

/** What the page of an order is told by the one that made it; the address cannot hold it. */
interface OrderNews {
  refused: RefusedJob[]
  warnings: { certificate_no: string; warning: PrintWarning }[]
}

/** Orders prints (R60) once, however often it is pressed or sent, and leads to the order's page. */
export function usePrintOrder() {
  const router = useRouter()
  const once = useOnce()
  const refused = shallowRef<RefusedJob[]>([])

  const doing = useDo(async (body: Schema['NewPrintJobs']) => {
    const told = await once(body, (header) =>
      call(api.POST('/api/v1/print-jobs', { body, params: { header } })),
    )
    refused.value = told.refused
    const first = told.issued[0]?.job
    if (!first?.order_id) return
    const warnings = told.issued.flatMap(({ job, warnings }) =>
      (warnings ?? []).map((warning) => ({ certificate_no: job.certificate_no, warning })),
    )
    const news: OrderNews = { refused: told.refused, warnings }
    await router.push({
      path: `/print-jobs/orders/${first.order_id}`,
      query: { day: dayInChina(first.issued_at) },
      state: { news: JSON.stringify(news) },
    })
  })
  return { order: doing.run, busy: doing.busy, problem: doing.problem, refused }
}

/** What came with the page's place in the history; nothing for an address that was opened. */
export function newsOf(state: unknown): OrderNews {
  const text = (state as { news?: unknown } | null)?.news
  return typeof text === 'string' ? (JSON.parse(text) as OrderNews) : { refused: [], warnings: [] }
}
