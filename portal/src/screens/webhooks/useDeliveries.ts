import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'
import { useFilters } from '@/ui/useFilters'
import { usePages } from '@/ui/usePages'

export type Delivery = Schema['DeliveryView']
export type DeliveryState = Delivery['state']
export const STATES: readonly DeliveryState[] = ['pending', 'delivered', 'failed']

/** What was posted to one endpoint or is to be, for 30 days. */
export function useDeliveries(id: string) {
  const path = { id }
  const { filters } = useFilters(['state'], () => void pages.reload())
  const webhook = useAsk(() => call(api.GET('/api/v1/webhooks/{id}', { params: { path } })))
  const pages = usePages(async (cursor) => {
    const state = STATES.find((each) => each === filters.state.value)
    const query = { ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) }
    const page = await call(
      api.GET('/api/v1/webhooks/{id}/deliveries', { params: { path, query } }),
    )
    return { rows: page.deliveries, next: page.next_cursor }
  })

  const replaying = useDo(async (delivery: Delivery) => {
    const params = { path: { id, delivery_id: delivery.delivery_id } }
    await call(api.POST('/api/v1/webhooks/{id}/deliveries/{delivery_id}/replay', { params }))
    await pages.reload()
    return true
  })
  const replayingMany = useDo(async (day: string, failedOnly: boolean) => {
    const body = { since: `${day}T00:00:00+08:00`, failed_only: failedOnly }
    const replayed = await call(
      api.POST('/api/v1/webhooks/{id}/replays', { params: { path }, body }),
    )
    await pages.reload()
    return replayed.count
  })
  return { filters, webhook, pages, replaying, replayingMany }
}
