import { onScopeDispose } from 'vue'

import { api, call, newKey } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { useAsk, useDo } from '@/ui/useAsk'

import type { Kind, Stamp } from './stamps'

const CHANGES: Record<Kind, ReadonlySet<string>> = {
  seal: new Set([RESET, 'SealMade', 'SealDisabled', 'SealDeleted']),
  signature: new Set([RESET, 'SignatureMade', 'SignatureDisabled', 'SignatureDeleted']),
}

/** The enterprise's seals or signatures as they are now, and the ends of one (R26). */
export function useStamps(kind: Kind) {
  const stamps = useAsk(async () => {
    const asked = kind === 'seal' ? api.GET('/api/v1/seals') : api.GET('/api/v1/signatures')
    return (await call(asked)).stamps
  })
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (CHANGES[kind].has(type)) void stamps.reload()
    }),
  )

  const stop = useDo(async (stamp: Stamp) => {
    const params = { path: { id: stamp.stamp_id }, header: { 'Idempotency-Key': newKey() } }
    await call(
      kind === 'seal'
        ? api.POST('/api/v1/seals/{id}/disable', { params })
        : api.POST('/api/v1/signatures/{id}/disable', { params }),
    )
    await stamps.reload()
    return true
  })

  const remove = useDo(async (stamp: Stamp) => {
    const params = { path: { id: stamp.stamp_id } }
    await call(
      kind === 'seal'
        ? api.DELETE('/api/v1/seals/{id}', { params })
        : api.DELETE('/api/v1/signatures/{id}', { params }),
    )
    await stamps.reload()
    return true
  })

  return { stamps, stop, remove }
}

/** Which seal and signatures are the defaults, so that whoever stops one is told (R30). */
export function useDefaults() {
  const { data } = useAsk(async () => {
    const { choices } = await call(api.GET('/api/v1/authorization'))
    return new Set(choices.filter((one) => one.is_default).map((one) => one.stamp_id))
  })
  return data
}
