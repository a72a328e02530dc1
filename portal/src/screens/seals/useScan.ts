import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { upload } from '@/api/upload'
import { digest, toHex } from '@/bytes'
import { useAsk } from '@/ui/useAsk'

import { PLACE, type Kind } from './stamps'

export type Inspection = Schema['Inspection']
export type Finding = Schema['Finding']
export type Requirements = Schema['ScanRequirements']

/** A scan in this page's memory, tried at once whenever another one is chosen; nothing is stored. */
export function useScan(kind: Kind) {
  const file = shallowRef<File>()
  const progress = ref<number>()
  let running: AbortController | undefined

  const requirements = useAsk(() =>
    call(
      kind === 'seal'
        ? api.GET('/api/v1/seals/scan-requirements')
        : api.GET('/api/v1/signatures/scan-requirements'),
    ),
  )
  const inspecting = useAsk(async () => {
    const mine = (running = new AbortController())
    if (!file.value) return undefined
    progress.value = 0
    const form = new FormData()
    form.append('scan', file.value)
    const path = `/api/v1/${PLACE[kind]}/inspections`
    try {
      return await upload<Inspection>(path, form, (part) => (progress.value = part), mine.signal)
    } finally {
      if (mine === running) progress.value = undefined
    }
  }, false)

  watch(file, () => {
    running?.abort()
    progress.value = undefined
    inspecting.data.value = undefined
    inspecting.problem.value = undefined
    void inspecting.reload()
  })
  onScopeDispose(() => running?.abort())

  const inspection = inspecting.data
  const usable = computed(
    () => !!file.value && !!inspection.value && inspection.value.report.verdict !== 'refuse',
  )
  return {
    file,
    progress,
    requirements,
    inspection,
    usable,
    problem: inspecting.problem,
    inspect: inspecting.reload,
  }
}

export type ScanInHand = ReturnType<typeof useScan>

/** As the card's statement names the scan: lower-case hex. */
export async function sha256Of(file: Blob): Promise<string> {
  return toHex(await digest(new Uint8Array(await file.arrayBuffer())))
}
