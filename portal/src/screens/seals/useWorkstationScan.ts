import { computed, onScopeDispose, ref, shallowRef } from 'vue'

import { api, call, newKey, type Schema } from '@/api/client'
import type { Problem } from '@/api/problem'
import { unlessCutOff } from '@/ui/unlessCutOff'
import { problemIn } from '@/ui/useAsk'

import type { Kind } from './stamps'

export type ScanRequest = Schema['ScanRequestView']
type Workstation = Schema['WorkstationView']

/** Not asked for, looking for workstations, none can, which one, on its way, over without a scan. */
type Step = 'idle' | 'looking' | 'nobody' | 'choosing' | 'scanning' | 'over'

/** A scanner at a running workstation; the workstation's own choice where it told of none. */
export interface Place {
  id: string
  workstation: string
  name: string
  scanner?: string | undefined
  scannerName?: string | undefined
}

const PAUSE_MS = 1_000

/** The workstation's usual scanner first. */
export function placesOf(workstations: readonly Workstation[]): Place[] {
  return workstations
    .filter((one) => one.presence.case === 'running')
    .flatMap(({ workstation_id: workstation, name, scanners }) => {
      const known = [...(scanners ?? [])].sort((a, b) => Number(!!b.default) - Number(!!a.default))
      if (!known.length) return [{ id: workstation, workstation, name }]
      return known.map((one) => ({
        id: `${workstation} ${one.address}`,
        workstation,
        name,
        scanner: one.address,
        scannerName: one.name ?? one.address,
      }))
    })
}

/** Has a scanner at a workstation scan a sheet; `arrived` gets the request whose scan has come. */
export function useWorkstationScan(kind: Kind, arrived: (request: ScanRequest) => void) {
  const step = ref<Step>('idle')
  const workstations = shallowRef<Workstation[]>([])
  const presence = shallowRef<Schema['Presence']>()
  const request = shallowRef<ScanRequest>()
  const problem = ref<Problem>()
  const places = computed(() => placesOf(workstations.value))
  let newest = 0

  async function look(): Promise<void> {
    const mine = begin('looking')
    await orProblem(mine, async () => {
      const found = await call(api.GET('/api/v1/workstations'))
      if (mine !== newest) return
      presence.value = found.presence
      workstations.value = found.workstations
      step.value = places.value.length ? 'choosing' : 'nobody'
    })
  }

  async function ask(place: Place): Promise<void> {
    const mine = begin('scanning')
    await orProblem(mine, async () => {
      const asked = await call(
        api.POST('/api/v1/workstations/{id}/scan-requests', {
          params: { path: { id: place.workstation }, header: { 'Idempotency-Key': newKey() } },
          body: place.scanner ? { kind, scanner: place.scanner } : { kind },
        }),
      )
      if (mine !== newest) return withdraw(asked)
      request.value = asked
      await follow(mine, asked.request_id)
    })
  }

  async function follow(mine: number, id: string): Promise<void> {
    while (mine === newest && isOpen(request.value)) {
      await new Promise((resume) => setTimeout(resume, PAUSE_MS))
      if (mine !== newest) return
      const now = await unlessCutOff(
        problem,
        call(api.GET('/api/v1/scan-requests/{id}', { params: { path: { id } } })),
      )
      if (now && mine === newest) request.value = now
    }
    if (mine !== newest || !request.value) return
    if (request.value.state !== 'scanned') step.value = 'over'
    else {
      const come = request.value
      begin('idle')
      arrived(come)
    }
  }

  async function orProblem(mine: number, act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (mine !== newest) return
      problem.value = problemIn(error)
      step.value = 'over'
    }
  }

  function begin(next: Step): number {
    step.value = next
    request.value = undefined
    problem.value = undefined
    return ++newest
  }

  /** Nothing is scanned any more. */
  async function cancel(): Promise<void> {
    const waiting = request.value
    begin('idle')
    if (isOpen(waiting)) await withdraw(waiting)
  }

  onScopeDispose(() => void cancel())
  return { step, places, presence, request, problem, look, ask, cancel }
}

function isOpen(request: ScanRequest | undefined): request is ScanRequest {
  return request?.state === 'waiting' || request?.state === 'scanning'
}

/** Its scan is deleted now, and not when its time is over. */
export async function withdraw({ request_id: id }: ScanRequest): Promise<void> {
  try {
    await call(api.DELETE('/api/v1/scan-requests/{id}', { params: { path: { id } } }))
  } catch (error) {
    // It expires by itself within a quarter of an hour, and nobody else can read it.
    console.warn(error)
  }
}
