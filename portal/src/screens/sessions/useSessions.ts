import { ref } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'

export type OpenSession = Schema['ListedSession']

/** The open sessions: one's own, or with the legal person's card all of the enterprise. */
export function useSessions() {
  const list = useAsk(() => call(api.GET('/api/v1/sessions')))
  const ending = useDo(async (id: string) => {
    await call(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } }))
    await list.reload()
    return true
  })
  return { list, ending }
}

/** R1: one's own password; the other sessions that were opened with the old one end. */
export function useOwnPassword() {
  const oldPassword = ref('')
  const password = ref('')
  const changing = useDo(async () => {
    const body = { old_password: oldPassword.value, password: password.value }
    await call(api.POST('/api/v1/sessions/current/password', { body }))
    oldPassword.value = ''
    password.value = ''
    return true
  })
  return { oldPassword, password, changing }
}
