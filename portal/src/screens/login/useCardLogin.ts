import { computed, onScopeDispose, ref, shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { useDo } from '@/ui/useAsk'

/** Logging in by a card at a workstation: the code shown here is entered there (R4). */
export function useCardLogin(goOn: () => void) {
  const begun = shallowRef<Schema['CardLoginStarted']>()
  const expired = ref(false)
  const cutOff = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  const { run, problem, busy } = useDo(async () => {
    clearTimeout(timer)
    expired.value = false
    begun.value = await call(api.POST('/api/v1/card-logins'))
    askLater(begun.value)
  })

  function askLater(login: Schema['CardLoginStarted']): void {
    timer = setTimeout(() => void ask(login), login.interval_seconds * 1000)
  }

  async function ask(login: Schema['CardLoginStarted']): Promise<void> {
    try {
      const body = { login_secret: login.login_secret }
      const { state } = await call(api.POST('/api/v1/card-logins/completion', { body }))
      cutOff.value = false
      if (state === 'opened') goOn()
      else if (begun.value === login) askLater(login)
    } catch (error) {
      if (begun.value === login) end(login, error)
    }
  }

  function end(login: Schema['CardLoginStarted'], error: unknown): void {
    if (!(error instanceof ProblemError)) throw error
    cutOff.value = mayPass(error)
    if (cutOff.value) return askLater(login)
    begun.value = undefined
    if (error.problem.code === 'card.unknown_login') expired.value = true
    else problem.value = error.problem
  }

  /** The countdown's end: the answer to the next question would be the same. */
  function expire(): void {
    clearTimeout(timer)
    begun.value = undefined
    expired.value = true
  }

  onScopeDispose(() => {
    clearTimeout(timer)
    begun.value = undefined
  })
  const code = computed(() => begun.value?.user_code)
  return { begin: run, begun, code, expired, cutOff, expire, problem, busy }
}

function mayPass({ problem }: ProblemError): boolean {
  return problem.status === 0 || problem.status >= 500 || problem.status === 429
}
