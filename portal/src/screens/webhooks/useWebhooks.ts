import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

export type Webhook = Schema['WebhookView']
type WebhookEvent = Schema['WebhookEvent']

export interface WebhookForm {
  url: string
  description: string
  event_types: WebhookEvent[]
}

/** In the order in which they are offered. */
export const EVENTS: readonly WebhookEvent[] = [
  'ApplicationReceived',
  'ApplicationReturned',
  'CertificateApproved',
  'CertificateReturned',
  'CertificateReplaced',
  'LayoutReceived',
  'PrintReleased',
  'PrintCompleted',
  'PrintFailed',
  'PrintCancelled',
  'PrintUnanswered',
  'ReprintGranted',
  'CertificateArchived',
  'CertificateClaimedAtCounter',
  'AuthorizationResultReleased',
  'SealDisabled',
  'SignatureDisabled',
  'AgentAuthorized',
  'AgentRevoked',
  'CardSignatureAsked',
]

export type WebhookState = 'enabled' | 'failing' | 'disabled' | 'gone'

export function stateOf({ enabled, disabled_because, failing_since }: Webhook): WebhookState {
  if (!enabled) return disabled_because === 'gone' ? 'gone' : 'disabled'
  return failing_since ? 'failing' : 'enabled'
}

export function useWebhooks() {
  const list = useAsk(() => call(api.GET('/api/v1/webhooks')))
  const once = useOnce()
  const of = ({ webhook_id }: Webhook) => ({ path: { id: webhook_id } })

  const saving = useDo(async (form: WebhookForm, webhook: Webhook | undefined) => {
    const saved = webhook
      ? await call(api.PATCH('/api/v1/webhooks/{id}', { params: of(webhook), body: form }))
      : await once(form, (header) =>
          call(api.POST('/api/v1/webhooks', { body: form, params: { header } })),
        )
    void list.reload()
    return saved
  })
  const enabling = useDo(async (webhook: Webhook) => {
    const body = { enabled: !webhook.enabled }
    await call(api.PATCH('/api/v1/webhooks/{id}', { params: of(webhook), body }))
    await list.reload()
    return true
  })
  const testing = useDo((webhook: Webhook) =>
    call(api.POST('/api/v1/webhooks/{id}/test', { params: of(webhook) })),
  )
  const rotating = useDo(async (webhook: Webhook) => {
    const made = await call(api.POST('/api/v1/webhooks/{id}/secret', { params: of(webhook) }))
    void list.reload()
    return made
  })
  const deleting = useDo(async (webhook: Webhook) => {
    await call(api.DELETE('/api/v1/webhooks/{id}', { params: of(webhook) }))
    await list.reload()
    return true
  })
  return { list, saving, enabling, testing, rotating, deleting }
}
