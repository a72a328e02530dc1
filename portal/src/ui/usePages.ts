import { computed, onScopeDispose, ref, shallowRef } from 'vue'

import { askedAgain, problemIn } from './useAsk'
import type { Problem } from '@/api/problem'

interface Page<Row> {
  rows: readonly Row[]
  next: string | null | undefined
}

/** A list by keyset cursors: the first page, and each further one where it is wanted. */
export function usePages<Row>(ask: (cursor: string | undefined) => Promise<Page<Row>>) {
  const rows = shallowRef<readonly Row[]>([])
  const next = ref<string>()
  const problem = ref<Problem>()
  const loading = ref(false)
  let newest = 0

  async function fetchPage(cursor: string | undefined): Promise<void> {
    const mine = ++newest
    loading.value = true
    try {
      const page = await ask(cursor)
      if (mine !== newest) return
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows
      next.value = page.next ?? undefined
      problem.value = undefined
    } catch (error) {
      if (mine === newest) problem.value = problemIn(error)
    } finally {
      if (mine === newest) loading.value = false
    }
  }

  const reload = () => fetchPage(undefined)
  const more = () => fetchPage(next.value)
  const hasMore = computed(() => next.value !== undefined)
  onScopeDispose(() => newest++)
  askedAgain(problem, reload)
  void reload()
  return { rows, problem, loading, reload, more, hasMore }
}
