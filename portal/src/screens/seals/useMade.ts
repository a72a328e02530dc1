import { api, call } from '@/api/client'
import { useAsk } from '@/ui/useAsk'

import type { Kind } from './stamps'

/** What was made just now, and whether a seal and a signature are there to be authorized. */
export function useMade(kind: Kind, id: string) {
  const params = { path: { id } }
  const stamp = useAsk(() =>
    call(
      kind === 'seal'
        ? api.GET('/api/v1/seals/{id}', { params })
        : api.GET('/api/v1/signatures/{id}', { params }),
    ),
  )
  const other = useAsk(async () => {
    const asked = kind === 'seal' ? api.GET('/api/v1/signatures') : api.GET('/api/v1/seals')
    return (await call(asked)).stamps.some((one) => one.state === 'active')
  })
  return { stamp, other: other.data }
}
