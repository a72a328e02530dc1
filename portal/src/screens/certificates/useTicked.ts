import { computed, ref, shallowReactive, watch, type Ref } from 'vue'

import type { Certificate } from './obstacles'

/** Ticked certificates over several pages, each in the state that was seen last. */
export function useTicked(rows: Ref<readonly Certificate[]>) {
  const keys = ref<ReadonlySet<string>>(new Set())
  const seen = shallowReactive(new Map<string, Certificate>())

  watch(rows, (shown) => shown.forEach((row) => seen.set(row.certificate_no, row)), {
    immediate: true,
  })
  const ticked = computed(() => [...keys.value].flatMap((number) => seen.get(number) ?? []))
  return { keys, ticked, clear: () => (keys.value = new Set()) }
}
