import { useAsk, useDo } from '@/ui/useAsk'
import { useEvery } from '@/ui/useEvery'

import { ask, tell, type Tray } from './specimen'

const LOOK_MS = 1_500

/** The specimen printer: what came out of it, and what goes wrong with its next sheet. */
export function usePrinter() {
  const tray = useAsk(() => ask<Tray>('/printer'))
  useEvery(LOOK_MS, tray.reload)

  const planning = useDo(async (fault: string) => {
    await tell('/printer/faults', { fault })
    await tray.reload()
  })
  const repairing = useDo(async () => {
    await tell('/printer/repair')
    await tray.reload()
  })
  return { tray, planning, repairing }
}
