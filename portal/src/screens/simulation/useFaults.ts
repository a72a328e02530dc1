import { reactive, watch } from 'vue'

import { call } from '@/api/client'
import { customs, type CustomsSchema } from '@/api/customs'
import { useAsk, useDo } from '@/ui/useAsk'

export type FaultKind = CustomsSchema['FaultKind']
type NewFault = CustomsSchema['NewFault']

/** What each kind disturbs; the console knows the event of those that name none. */
export const KINDS: Record<FaultKind, string | null> = {
  late: 'LayoutStatusChanged',
  duplicate: 'CertificateApproved',
  out_of_order: 'LayoutStatusChanged',
  lost_then_resent: 'LayoutStatusChanged',
  wrong_digest: null,
  missing_object: null,
  reject: null,
}
const DELAYS = ['receipt_delay_seconds', 'layout_step_seconds', 'archive_delay_seconds'] as const
type Delay = (typeof DELAYS)[number]

/** How slow the simulated customs is, and which faults it is told to make. */
export function useFaults() {
  const settings = useAsk(() => call(customs.GET('/settings')))
  const faults = useAsk(() => call(customs.GET('/faults')))
  const delays = reactive<Record<Delay, number>>({
    receipt_delay_seconds: 0,
    layout_step_seconds: 0,
    archive_delay_seconds: 0,
  })
  watch(settings.data, (known) => {
    for (const name of DELAYS) delays[name] = known?.[name] ?? 0
  })

  const saving = useDo(async () => {
    await call(customs.PUT('/settings', { body: { ...delays } }))
    await settings.reload()
    return true
  })
  const adding = useDo(async (kind: FaultKind, times: number, seconds: number, reason: string) => {
    const event = KINDS[kind]
    const body = { kind, times, seconds, ...(event && { event }), ...(reason && { reason }) }
    await call(customs.POST('/faults', { body: body as NewFault }))
    await faults.reload()
  })
  const removing = useDo(async () => {
    await call(customs.DELETE('/faults'))
    await faults.reload()
  })
  return { settings, faults, delays, DELAYS, saving, adding, removing }
}
