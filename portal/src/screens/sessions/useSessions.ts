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
