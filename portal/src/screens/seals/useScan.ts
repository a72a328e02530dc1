import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { upload } from '@/api/upload'
import { digest, toHex } from '@/bytes'
import { useAsk } from '@/ui/useAsk'

import { PLACE, type Kind } from './stamps'
import { useWorkstationScan, withdraw, type ScanRequest } from './useWorkstationScan'

export type Inspection = Schema['Inspection']
export type Finding = Schema['Finding']
export type Requirements = Schema['ScanRequirements']

/**
 * A scan that is tried at once whenever another one is chosen: a file in this page's memory, or
 * what a workstation scanned, which stays with the system until a stamp is made of it.
 */
export function useScan(kind: Kind) {
  const taken = shallowRef<File | ScanRequest>()
  const file = computed({
    get: () => (taken.value instanceof File ? taken.value : undefined),
    set: (given) => take(given),
  })
  const requested = computed(() => (taken.value instanceof File ? undefined : taken.value))
  const progress = ref<number>()
  let running: AbortController | undefined
  const workstation = useWorkstationScan(kind, take)

  const requirements = useAsk(() =>
    call(
      kind === 'seal'
        ? api.GET('/api/v1/seals/scan-requirements')
        : api.GET('/api/v1/signatures/scan-requirements'),
    ),
  )
  const inspecting = useAsk(async () => {
    const mine = (running = new AbortController())
    if (requested.value) return inspectRequested(requested.value, mine.signal)
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

  function take(given: File | ScanRequest | undefined): void {
    if (requested.value) void withdraw(requested.value)
    if (given instanceof File) void workstation.cancel()
    taken.value = given
  }

  // Whoever asks for another scan has given this one up: a session has one at a time.
  watch(workstation.step, (step) => {
    if (step === 'scanning' && requested.value) taken.value = undefined
  })
  watch(taken, () => {
    running?.abort()
    progress.value = undefined
    inspecting.data.value = undefined
    inspecting.problem.value = undefined
    void inspecting.reload()
  })
  onScopeDispose(() => {
    running?.abort()
    if (requested.value) void withdraw(requested.value)
  })

  const inspection = inspecting.data
  const inHand = computed(() => !!taken.value)
  const usable = computed(
    () => inHand.value && !!inspection.value && inspection.value.report.verdict !== 'refuse',
  )
  return {
    file,
    requested,
    inHand,
    workstation,
    progress,
    requirements,
    inspection,
    usable,
    busy: inspecting.loading,
    problem: inspecting.problem,
    inspect: inspecting.reload,
  }
}

export type ScanInHand = ReturnType<typeof useScan>

function inspectRequested({ request_id: id }: ScanRequest, signal: AbortSignal) {
  return call(
    api.POST('/api/v1/scan-requests/{id}/inspection', { params: { path: { id } }, signal }),
  )
}

/** As the card's statement names the scan: lower-case hex. */
export async function sha256Of(file: Blob): Promise<string> {
  return toHex(await digest(new Uint8Array(await file.arrayBuffer())))
}
