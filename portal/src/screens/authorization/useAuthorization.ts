import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'

import { api, call, newKey } from '@/api/client'
import { onLiveEvent } from '@/api/events'
import { mayBeSentAgain } from '@/api/problem'
import { useAsk, useDo } from '@/ui/useAsk'
import { useCardSignature } from '@/ui/useCardSignature'

import { bodyOf, defaultsOf, groupsOf, isChanged, type Chosen } from './choices'

const STAMPS = /^(Seal|Signature)(Made|Disabled|Deleted)$/

/** What 授权 would send, the choice of the defaults, and 授权 itself (R30, R31). */
export function useAuthorization(onSent: () => Promise<void>) {
  const draft = useAsk(async () => {
    const [asked, signatures] = await Promise.all([
      call(api.GET('/api/v1/authorization')),
      call(api.GET('/api/v1/signatures')),
    ])
    return { ...asked, groups: groupsOf(asked, signatures.stamps) }
  })
  const chosen = ref<Chosen>({})
  const groups = computed(() => draft.data.value?.groups ?? [])
  const changed = computed(() => isChanged(groups.value, chosen.value))
  const body = computed(() => bodyOf(chosen.value))

  // What a person chose stays chosen while it is there; the rest follows what is saved.
  watch(groups, (found) => {
    const saved = defaultsOf(found, true)
    chosen.value = Object.fromEntries(
      found.map(({ key, choices }) => {
        const before = chosen.value[key]
        const isThere = choices.some((one) => one.id === before)
        return [key, before !== undefined && (before === '' || isThere) ? before : saved[key]]
      }),
    ) as Chosen
  })
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (STAMPS.test(type)) void draft.reload()
    }),
  )

  async function putDefaults(): Promise<void> {
    if (!body.value || !changed.value) return
    const header = { 'Idempotency-Key': newKey() }
    await call(api.PUT('/api/v1/authorization/defaults', { body: body.value, params: { header } }))
    await draft.reload()
  }

  const save = useDo(putDefaults)
  const authorize = useAuthorizing(body, putDefaults, async () => {
    await Promise.all([draft.reload(), onSent()])
  })
  return { draft, groups, chosen, changed, body, save, authorize }
}

function useAuthorizing(
  wanted: Ref<unknown>,
  before: () => Promise<void>,
  after: () => Promise<void>,
) {
  const { sign } = useCardSignature()
  let unanswered:
    { body: { challenge_id: string; card_signature: string }; key: string } | undefined

  // The card signed for just what was chosen then.
  watch(
    () => JSON.stringify(wanted.value),
    () => (unanswered = undefined),
  )
  return useDo(async () => {
    await before()
    if (!unanswered) {
      const signed = await sign({ purpose: 'authorize' })
      if (!signed) return
      unanswered = { body: signed, key: newKey() }
    }
    try {
      const { body, key } = unanswered
      await call(
        api.POST('/api/v1/authorizations', {
          body,
          params: { header: { 'Idempotency-Key': key } },
        }),
      )
      unanswered = undefined
    } catch (error) {
      // Without an answer nobody knows whether it was done: it is sent again as it was.
      if (!mayBeSentAgain(error)) unanswered = undefined
      throw error
    }
    await after()
  })
}
