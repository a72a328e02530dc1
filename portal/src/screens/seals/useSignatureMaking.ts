import { computed, ref, watch } from 'vue'

import { api, call, newKey } from '@/api/client'
import { mayBeSentAgain } from '@/api/problem'
import { upload } from '@/api/upload'
import { useAsk, useDo } from '@/ui/useAsk'

import type { Stamp } from './stamps'
import { formOf } from './useSealMaking'
import { useScan } from './useScan'

/** A declarer's signature from its scan on; it asks for no card password (R19, R25). */
export function useSignatureMaking() {
  const scan = useScan('signature')
  const declarerId = ref('')
  const progress = ref<number>()
  const made = ref<Stamp>()
  const declarers = useAsk(async () => (await call(api.GET('/api/v1/declarers'))).declarers)
  const declarer = computed(() =>
    declarers.data.value?.find((one) => one.declarer_id === declarerId.value && !one.problem),
  )
  let key = newKey()
  watch([scan.file, scan.requested, declarerId], () => (key = newKey()))

  watch(declarers.data, (found) => {
    const [only, ...others] = (found ?? []).filter((one) => !one.problem)
    if (only && !others.length && !declarerId.value) declarerId.value = only.declarer_id
  })

  const save = useDo(async () => {
    const [file, request] = [scan.file.value, scan.requested.value]
    const body = { declarer_id: declarerId.value }
    try {
      if (request) {
        const params = { path: { id: request.request_id }, header: { 'Idempotency-Key': key } }
        made.value = await call(api.POST('/api/v1/scan-requests/{id}/signature', { params, body }))
      } else if (file) {
        progress.value = 0
        const tell = (part: number) => (progress.value = part)
        const path = '/api/v1/signatures'
        made.value = await upload<Stamp>(path, formOf(body, file), tell, undefined, key)
      }
    } catch (error) {
      if (!mayBeSentAgain(error)) key = newKey()
      throw error
    } finally {
      progress.value = undefined
    }
  })
  return { scan, declarerId, declarers, declarer, save, progress, made }
}

export type SignatureMaking = ReturnType<typeof useSignatureMaking>
