import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { one } from './queries'

/** Keyset pages: the address names the page that is shown; those before it are remembered. */
export function useCursor() {
  const route = useRoute()
  const router = useRouter()
  const before = new Map<string, string>()
  const cursor = computed(() => one(route.query['cursor']))

  function show(page: string): void {
    void router.push({ query: { ...route.query, cursor: page || undefined } })
  }
  function next(page: string): void {
    before.set(page, cursor.value)
    show(page)
  }
  /** From a page that was opened by its address the way back leads to the first. */
  function previous(): void {
    show(before.get(cursor.value) ?? '')
  }
  return { cursor, next, previous }
}
