import { computed, watch, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The conditions of a list, kept in the address; an empty text is no condition. */
export function useFilters<Name extends string>(names: readonly Name[], changed: () => void) {
  const route = useRoute()
  const router = useRouter()
  const path = route.path

  const filters = Object.fromEntries(
    names.map((name) => [
      name,
      computed({
        get: () => textOf(route.query[name]),
        set: (text: string) => set({ [name]: text.trim() }),
      }),
    ]),
  ) as Record<Name, WritableComputedRef<string>>

  function set(changes: Record<string, string>): void {
    const query = { ...route.query, ...changes }
    void router.replace({ query: Object.fromEntries(Object.entries(query).filter(([, v]) => v)) })
  }

  const clear = () => set(Object.fromEntries(names.map((name) => [name, ''])))
  const isSet = computed(() => names.some((name) => filters[name].value))
  const asked = () =>
    Object.fromEntries(
      names.filter((name) => filters[name].value).map((name) => [name, filters[name].value]),
    ) as Partial<Record<Name, string>>

  watch(
    () => JSON.stringify(asked()),
    () => {
      if (route.path === path) changed()
    },
  )
  return { filters, asked, clear, isSet }
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : ''
}
