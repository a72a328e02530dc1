import { ref } from 'vue'

import { callJson } from '@/api/plain'
import { ProblemError } from '@/api/problem'
import { useDo } from '@/ui/useAsk'

const SESSION = '/customs/session'

/** asking: not known yet; absent: no simulator runs behind this portal. */
type Console = 'asking' | 'closed' | 'open' | 'absent'

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
    await callJson(SESSION, 'POST', { token })
    state.value = 'open'
  })

  async function look(): Promise<void> {
    const token = location.hash.slice(1)
    if (token) {
      history.replaceState(history.state, '', location.pathname + location.search)
      await open(token)
      if (state.value === 'open') return
    }
    state.value = await found()
  }

  return { state, look, open, problem, busy }
}

async function found(): Promise<Console> {
  try {
    await callJson(SESSION)
    return 'open'
  } catch (error) {
    return error instanceof ProblemError && error.problem.status === 404 ? 'absent' : 'closed'
  }
}
