import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'

import { api, call, type Schema } from '@/api/client'
import { mayBeSentAgain } from '@/api/problem'
import { useWords } from '@/locales'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

import { filtersOf } from './filters'

type ExportConditions = Schema['ExportConditions']

const POLL_MS = 700
const MOST_UNANSWERED = 5
const RUNNING: ReadonlySet<string | undefined> = new Set(['waiting', 'writing'])

/** The list with the conditions of the address as an Excel file, written in the background (R105). */
export function useExport() {
  const route = useRoute()
  const { language } = useWords()
  const once = useOnce()
  const view = shallowRef<Schema['ExportView']>()
  let gone = false
  onScopeDispose(() => (gone = true))

  const doing = useDo(async () => {
    if (!RUNNING.has(view.value?.state)) await order()
    if (view.value) await follow(view.value.export_id)
  })
  // The file is that of the conditions it was asked for with.
  watch(
    () => JSON.stringify(conditions()),
    () => (view.value = doing.problem.value = undefined),
  )

  async function order(): Promise<void> {
    const body = conditions()
    const told = await once(body, (header) =>
      call(api.POST('/api/v1/certificate-exports', { body, params: { header } })),
    )
    view.value = JSON.stringify(conditions()) === JSON.stringify(body) ? told : undefined
  }

  /** A question without an answer ends nothing: the file is written all the same. */
  async function follow(id: string): Promise<void> {
    const asked = { params: { path: { id } } }
    let unanswered = 0
    const isWatched = () => !gone && view.value?.export_id === id
    while (isWatched() && RUNNING.has(view.value?.state)) {
      await new Promise((resume) => setTimeout(resume, POLL_MS))
      try {
        const told = await call(api.GET('/api/v1/certificate-exports/{id}', asked))
        if (isWatched()) view.value = told
        unanswered = 0
      } catch (error) {
        if (!isWatched()) return
        if (!mayBeSentAgain(error) || ++unanswered >= MOST_UNANSWERED) throw error
      }
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
