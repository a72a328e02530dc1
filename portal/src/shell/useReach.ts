import { onScopeDispose, ref } from 'vue'

import { onReach } from '@/api/client'

import { useSession } from './useSession'

const PAUSE_MS = 5_000

/** Whether the gateway answers; while it does not, asks again until it does. */
export function useReach() {
  const session = useSession()
  const online = ref(navigator.onLine)
  const answered = ref(true)

  const ends = [
    onReach((did) => (answered.value = did)),
    heard('online', () => {
      online.value = true
      if (!answered.value) void session.load()
    }),
    heard('offline', () => (online.value = false)),
  ]
  const timer = setInterval(() => {
    if (!answered.value && online.value) void session.load()
  }, PAUSE_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    ends.forEach((end) => end())
  })
  return { online, answered }
}

function heard(name: string, listener: () => void): () => void {
  addEventListener(name, listener)
  return () => removeEventListener(name, listener)
}
