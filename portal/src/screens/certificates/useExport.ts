import { computed, onScopeDispose, shallowRef } from 'vue'
import { useRoute } from 'vue-router'

import { api, call, type Schema } from '@/api/client'
import { useWords } from '@/locales'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

import { filtersOf } from './filters'

type ExportConditions = Schema['ExportConditions']

const POLL_MS = 700

/** The list with the conditions of the address as an Excel file, written in the background (R105). */
export function useExport() {
  const route = useRoute()
  const { language } = useWords()
  const once = useOnce()
  const view = shallowRef<Schema['ExportView']>()
  let gone = false
  onScopeDispose(() => (gone = true))

  const doing = useDo(async () => {
    const body = conditions()
    view.value = await once(body, (header) =>
      call(api.POST('/api/v1/certificate-exports', { body, params: { header } })),
    )
    await follow(view.value.export_id)
  })

  async function follow(id: string): Promise<void> {
    const asked = { params: { path: { id } } }
    while (!gone && ['waiting', 'writing'].includes(view.value?.state ?? '')) {
      await new Promise((resume) => setTimeout(resume, POLL_MS))
      view.value = await call(api.GET('/api/v1/certificate-exports/{id}', asked))
    }
  }

  function conditions(): ExportConditions {
    const given = Object.entries(filtersOf(route.query)).filter(([, value]) => value.length > 0)
    return { ...Object.fromEntries(given), language: language.value } as ExportConditions
  }
  const file = computed(() =>
    view.value?.state === 'ready'
      ? `/api/v1/certificate-exports/${view.value.export_id}/file.xlsx`
      : undefined,
  )
  return { view, file, start: doing.run, busy: doing.busy, problem: doing.problem }
}
