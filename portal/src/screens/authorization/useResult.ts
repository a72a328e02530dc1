import { computed, onScopeDispose, watch } from 'vue'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { ProblemError } from '@/api/problem'
import { useAsk } from '@/ui/useAsk'

const TOLD = new Set([RESET, 'SealAuthorizationRequested', 'AuthorizationResultReleased'])
const LATE_PAUSE_MS = 10_000

/**
 * The latest authorization and its receipt (R32, R33). It comes back by itself: told by an event,
 * at the end of the countdown, and every ten seconds while the receipt is late.
 */
export function useResult(onTold: () => void) {
  const latest = useAsk(async () => {
    try {
      const view = await call(api.GET('/api/v1/authorizations/latest'))
      // By this clock, whatever the server's says.
      return { view, until: new Date(Date.now() + view.countdown_seconds * 1000).toISOString() }
    } catch (error) {
      if (error instanceof ProblemError && error.problem.code === 'authorization.none') return null
      throw error
    }
  })
  const late = computed(
    () =>
      latest.data.value?.view.state === 'waiting' && latest.data.value.view.countdown_seconds === 0,
  )

  let timer: ReturnType<typeof setInterval> | undefined
  watch(late, (isLate) => {
    clearInterval(timer)
    if (isLate) timer = setInterval(() => void latest.reload(), LATE_PAUSE_MS)
  })
  const deaf = onLiveEvent(({ type }) => {
    if (!TOLD.has(type)) return
    void latest.reload()
    onTold()
  })
  onScopeDispose(() => {
    clearInterval(timer)
    deaf()
  })
  return { latest, late }
}
