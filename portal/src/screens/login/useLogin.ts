import { computed, ref } from 'vue'

import { api, call } from '@/api/client'
import { useWords } from '@/locales'
import type { Fault } from '@/ui/ErrorSummary.vue'
import { useDo } from '@/ui/useAsk'

/** Logging in by user name and password (R1). */
export function useLogin(goOn: () => void) {
  const { t } = useWords()
  const userName = ref('')
  const password = ref('')
  const faults = ref<Fault[]>([])
  const lockedUntil = ref<string>()

  const { run, problem, busy } = useDo(async () => {
    const body = { user_name: userName.value, password: password.value }
    await call(api.POST('/api/v1/sessions', { body }))
    password.value = ''
    goOn()
  })

  async function logIn(): Promise<void> {
    faults.value = missing()
    if (faults.value.length || lockedUntil.value) return
    await run()
    if (problem.value?.code === 'session.locked') {
      const seconds = Number(problem.value.details?.['seconds'] ?? 0)
      lockedUntil.value = new Date(Date.now() + seconds * 1000).toISOString()
    } else if (problem.value?.code === 'session.wrong_password') {
      password.value = ''
    }
  }

  function missing(): Fault[] {
    const found: Fault[] = []
    if (!userName.value.trim()) found.push({ field: 'user-name', text: t('login.noUserName') })
    if (!password.value) found.push({ field: 'password', text: t('login.noPassword') })
    return found
  }

  function unlock(): void {
    lockedUntil.value = undefined
    problem.value = undefined
  }

  /** Kept out of the note of problems: it counts down instead. */
  const refused = computed(() => (lockedUntil.value ? undefined : problem.value))
  return { userName, password, logIn, faults, refused, lockedUntil, unlock, busy }
}

/** Only a path of this portal: an address of elsewhere is no place to go after a log-in. */
export function wanted(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
