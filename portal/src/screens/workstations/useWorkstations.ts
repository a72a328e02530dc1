import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'
import { useEvery } from '@/ui/useEvery'

export type Workstation = Schema['WorkstationView']
export type Printer = Schema['WorkstationPrinter']
export type Program = Schema['WorkstationProgram']
export type Presence = Schema['Presence']

const LOOK_AGAIN_MS = 10_000

/** The computers of the enterprise, looked at again while the page is seen: presence has no event. */
export function useWorkstations() {
  const list = useAsk(() => call(api.GET('/api/v1/workstations')))
  useEvery(LOOK_AGAIN_MS, list.reload)

  const program = useAsk(() => call(api.GET('/api/v1/workstation-program')))

  const revoking = useDo(async (id: string) => {
    await call(api.DELETE('/api/v1/workstations/{id}', { params: { path: { id } } }))
    await list.reload()
    return true
  })
  return { list, program, revoking }
}
