import { computed, useId } from 'vue'

/** The id of a control, and by which ids it is described: of its hint and of what is wrong with it. */
export function useFieldIds(shown: () => { hint: unknown; problem: unknown }) {
  const id = useId()
  const described = computed(() => {
    const { hint, problem } = shown()
    return [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
  })
  return { id, described }
}
