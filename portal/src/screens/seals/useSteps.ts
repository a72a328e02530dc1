import { computed, nextTick, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * One page after the other under one address, so that the browser's own back goes a step back.
 * A step that is not `reachable` yet shows the last one that is.
 */
export function useSteps<S extends string>(
  steps: readonly [S, ...S[]],
  reachable: (step: S) => boolean,
) {
  const route = useRoute()
  const router = useRouter()
  const step = computed(() => {
    const wanted = steps.findIndex((name) => name === route.query['step'])
    const open = steps.slice(0, Math.max(wanted, 0) + 1)
    return open.findLast((name, at) => at === 0 || reachable(name)) ?? steps[0]
  })

  async function go(to: S): Promise<void> {
    await router.push({ query: { ...route.query, step: to } })
  }

  watch(step, async () => {
    await nextTick()
    document.querySelector<HTMLElement>('main h2')?.focus()
    scrollTo({ top: 0 })
  })
  return { step, go }
}
