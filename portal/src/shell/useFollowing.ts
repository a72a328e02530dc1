import { onScopeDispose, watch } from 'vue'

import { onSessionFound } from '@/api/client'
import { followEvents, onLiveEvent, startAfresh } from '@/api/events'

import { EVENT_TYPES } from './eventTypes'
import { useSession } from './useSession'

/** Live events from the log-in to its end; and an end that was made elsewhere, at once. */
export function useFollowing(): void {
  const session = useSession()
  let following: AbortController | undefined

  watch(
    () => (session.over ? undefined : session.current?.session_id),
    (id) => {
      following?.abort()
      following = id ? new AbortController() : undefined
      if (following) followEvents(EVENT_TYPES, following.signal)
    },
    { immediate: true },
  )
  onScopeDispose(onSessionFound(startAfresh))
  const end = onLiveEvent((event) => {
    const mine = event.data['operator_id'] === session.current?.caller.operator_id
    if (event.type === 'SessionsEnded' && mine) void session.load()
  })
  onScopeDispose(() => {
    following?.abort()
    end()
  })
}
