import { api, call, type Schema } from '@/api/client'
import { useWords } from '@/locales'
import { useAsk, useDo } from '@/ui/useAsk'
import { saveAs } from '@/ui/save'
import { useFilters } from '@/ui/useFilters'
import { usePages } from '@/ui/usePages'

export type Person = Schema['OperatorView']
export type AuditRecord = Schema['AuditRecord']

/** What was done and refused in the enterprise, newest first, and the same as a sheet. */
export function useAudit() {
  const { language } = useWords()
  const { filters, asked, clear, isSet } = useFilters(
    ['from_day', 'to_day', 'operator_id', 'outcome', 'address', 'card_serial'],
    () => void pages.reload(),
  )
  const pages = usePages(async (cursor) => {
    const query = { ...asked(), ...(cursor ? { cursor } : {}) }
    const page = await call(api.GET('/api/v1/audit', { params: { query } }))
    return { rows: page.records, next: page.next_cursor }
  })
  const people = useAsk(() => call(api.GET('/api/v1/operators')))

  const exporting = useDo(async () => {
    const query = { ...asked(), language: language.value }
    const sheet = await call(
      api.GET('/api/v1/audit/export.xlsx', { params: { query }, parseAs: 'blob' }),
    )
    saveAs('audit.xlsx', sheet as unknown as Blob)
  })
  return { filters, clear, isSet, pages, people, exporting }
}
