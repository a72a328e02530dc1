import { onScopeDispose, watch } from 'vue'
import { useRoute } from 'vue-router'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { one } from '@/ui/queries'
import { useAsk } from '@/ui/useAsk'
import { useFilters } from '@/ui/useFilters'
import { usePages } from '@/ui/usePages'

/** 异常申请列表 (R81), newest first; what is granted meanwhile appears. */
export function useExceptions() {
  const route = useRoute()
  const query = () => ({
    certificate_no: one(route.query['certificate_no']) || undefined,
    cursor: one(route.query['cursor']) || undefined,
    limit: 50,
  })
  const ask = useAsk(() => call(api.GET('/api/v1/exceptions', { params: { query: query() } })))
  watch(
    () => JSON.stringify(query()),
    () => void ask.reload(),
  )
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (type === RESET || type === 'ReprintGranted') void ask.reload()
    }),
  )
  return ask
}

/** Certificates that may be applied for: printed and not archived (R79, R83). */
export function usePrinted() {
  const route = useRoute()
  const number = () => one(route.query['certificate_no']) || undefined
  const { filters, asked, clear, isSet } = useFilters(
    ['invoice_no', 'issued_from', 'issued_to'],
    () => void pages.reload(),
  )
  const pages = usePages(async (cursor) => {
    const query = {
      ...asked(),
      certificate_no: number(),
      print_status: ['printed' as const],
      archived: false,
      limit: 50,
      cursor,
    }
    const page = await call(api.GET('/api/v1/certificates', { params: { query } }))
    return { rows: page.certificates, next: page.next_cursor }
  })
  watch(number, () => void pages.reload())
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (type === RESET || /^(Print|Reprint|CertificateArchived)/.test(type)) void pages.reload()
    }),
  )
  return { filters, clear, isSet, ...pages }
}
