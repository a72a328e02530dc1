import { ref } from 'vue'

import { problemOf } from '@/api/problem'
import { useDo } from '@/ui/useAsk'
import { ProblemError } from '@/api/problem'

const HEADERS = { 'X-Requested-With': 'OriginPrint', 'Content-Type': 'application/json' }

/** asking: not known yet; absent: no simulator runs behind this portal. */
export type Console = 'asking' | 'closed' | 'open' | 'absent'

const state = ref<Console>('asking')

/**
 * The console is open in a browser that gave its token. The address that `make run` prints carries
 * the token behind `#`, which no server is sent; it is exchanged for a cookie and leaves the address.
 */
export function useConsole() {
  const {
    run: open,
    problem,
    busy,
  } = useDo(async (token: string) => {
    const response = await fetch('/customs/session', {
      method: 'POST',
      headers: HEADERS,
      body: JSON.stringify({ token }),
    })
    if (!response.ok) throw new ProblemError(problemOf(await body(response), response.status))
    state.value = 'open'
  })

  async function look(): Promise<void> {
    const token = location.hash.slice(1)
    if (token) {
      history.replaceState(history.state, '', location.pathname + location.search)
      await open(token)
      if (state.value === 'open') return
    }
    const response = await fetch('/customs/session', { headers: HEADERS })
    state.value = response.ok ? 'open' : response.status === 404 ? 'absent' : 'closed'
  }

  async function close(): Promise<void> {
    await fetch('/customs/session', { method: 'DELETE', headers: HEADERS })
    state.value = 'closed'
  }

  return { state, look, open, close, problem, busy }
}

async function body(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined)
}
