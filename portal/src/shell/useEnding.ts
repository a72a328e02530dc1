import { computed, onScopeDispose, ref } from 'vue'

import { useSession } from './useSession'

const TOLD_BEFORE_MS = 10 * 60_000
const PAUSE_MS = 15_000

/** Whole minutes until the session ends by its time; undefined while that is far. */
export function useEnding() {
  const session = useSession()
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), PAUSE_MS)
  onScopeDispose(() => clearInterval(timer))
  return computed(() => minutesLeft(session.current?.expires_at, now.value))
}

export function minutesLeft(end: string | null | undefined, now: number): number | undefined {
  if (!end) return undefined
  const left = Date.parse(end) - now
  return left > TOLD_BEFORE_MS ? undefined : Math.max(0, Math.ceil(left / 60_000))
}
