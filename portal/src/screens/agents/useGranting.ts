import { computed, reactive, ref, watch } from 'vue'

import { api, call, newKey, type Schema } from '@/api/client'
import { mayBeSentAgain } from '@/api/problem'
import { dayOf, dayProblem, endOf, startOf } from '@/ui/days'
import { useDo } from '@/ui/useAsk'
import { useCardSignature } from '@/ui/useCardSignature'

import { isCreditCode, type Grant } from './grants'

/** A grant as it is filled in; the card signs for just this (R37). */
export function useGranting() {
  const fields = reactive({ code: '', types: [] as string[], from: '', to: '', originals: '' })
  const today = dayOf(new Date())
  const code = computed(() => fields.code.trim().toUpperCase())
  const firstEnd = computed(() => (fields.from > today ? fields.from : today))
  const wrong = computed(() => ({
    code: !isCreditCode(code.value),
    from: dayProblem(fields.from) !== undefined,
    to: dayProblem(fields.to, { min: firstEnd.value }) !== undefined,
    originals: fields.originals.trim() !== '' && !isCount(fields.originals.trim()),
  }))
  const complete = computed(() => !Object.values(wrong.value).some(Boolean))
  const limits = computed<Schema['AgentLimits']>(() => ({
    type_ids: fields.types,
    valid_from: fields.from ? startOf(fields.from) : null,
    valid_to: fields.to ? endOf(fields.to) : null,
    originals: fields.originals.trim() ? Number(fields.originals.trim()) : null,
  }))
  const { grant, granted } = useGrant(() => ({ agent_code: code.value, limits: limits.value }))
  return { fields, code, today, firstEnd, wrong, complete, limits, grant, granted }
}

export type Granting = ReturnType<typeof useGranting>

function isCount(text: string): boolean {
  return /^[1-9]\d{0,6}$/.test(text) && Number(text) <= 1_000_000
}

function useGrant(wanted: () => Pick<Schema['NewGrant'], 'agent_code' | 'limits'>) {
  const { sign } = useCardSignature()
  const granted = ref<Grant>()
  let signed:
    { proof: Pick<Schema['NewGrant'], 'challenge_id' | 'card_signature'>; key: string } | undefined
  // The card signed for just what was there then.
  watch(wanted, () => (signed = undefined), { deep: true })

  const grant = useDo(async () => {
    if (!signed) {
      const proof = await sign({ purpose: 'grant_agent', ...wanted() })
      if (!proof) return
      signed = { proof, key: newKey() }
    }
    const { proof, key } = signed
    const params = { header: { 'Idempotency-Key': key } }
    try {
      granted.value = await call(
        api.POST('/api/v1/agent-grants', { body: { ...wanted(), ...proof }, params }),
      )
    } catch (error) {
      if (!mayBeSentAgain(error)) signed = undefined
      throw error
    }
  })
  return { grant, granted }
}
