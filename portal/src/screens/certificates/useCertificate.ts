import { onScopeDispose, watch } from 'vue'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { useAsk } from '@/ui/useAsk'

const SETTLED_MS = 800

/** One certificate and its prints, the newest first; both follow what happens. */
export function useCertificate(number: () => string) {
  const certificate = useAsk(() => {
    const path = { certificate_no: number() }
    return call(api.GET('/api/v1/certificates/{certificate_no}', { params: { path } }))
  })
  const history = useAsk(() => {
    const query = { certificate_no: number(), limit: 200 }
    return call(api.GET('/api/v1/print-jobs', { params: { query } }))
  })
  const reload = () => void Promise.all([certificate.reload(), history.reload()])
  let timer: ReturnType<typeof setTimeout> | undefined
  const end = onLiveEvent((event) => {
    if (event.type !== RESET && event.data['certificate_no'] !== number()) return
    clearTimeout(timer)
    timer = setTimeout(reload, SETTLED_MS)
  })
  watch(number, reload)
  onScopeDispose(() => {
    end()
    clearTimeout(timer)
  })
  return { certificate, history }
}
