import { ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { api, call } from '@/api/client'
import { useSession } from '@/shell/useSession'
import { useDo } from '@/ui/useAsk'

/** Logging in by user name and password (R1), and back to the screen that was wanted. */
export function useLogin() {
  const userName = ref('')
  const password = ref('')
  const session = useSession()
  const route = useRoute()
  const router = useRouter()

  const { run, problem, busy } = useDo(async () => {
    const body = { user_name: userName.value, password: password.value }
    await call(api.POST('/api/v1/sessions', { body }))
    password.value = ''
    await session.load()
    await router.replace(wanted(route.query['next']))
  })
  return { userName, password, logIn: run, problem, busy }
}

/** Only a path of this portal: an address of elsewhere is no place to go after a log-in. */
export function wanted(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}
