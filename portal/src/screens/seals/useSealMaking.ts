import { computed, reactive, ref, watch } from 'vue'

import { api, call, newKey, type Schema } from '@/api/client'
import { mayBeSentAgain } from '@/api/problem'
import { upload } from '@/api/upload'
import { dayOf, dayProblem } from '@/ui/days'
import { useAsk, useDo } from '@/ui/useAsk'
import { useCardSignature } from '@/ui/useCardSignature'

import type { Stamp } from './stamps'
import { sha256Of, useScan, type ScanInHand } from './useScan'
import { allowedDays, cardOf, momentsOf, proposed } from './validity'

interface Signed {
  challenge_id: string
  card_signature: string
  key: string
}

/** A seal from its scan to the day it is made; nothing that was filled in goes before that. */
export function useSealMaking() {
  const scan = useScan('seal')
  const fields = reactive({ name: '', operatorId: '', from: '', to: '' })
  const operators = useAsk(async () => (await call(api.GET('/api/v1/operators'))).operators)
  const seals = useAsk(async () => (await call(api.GET('/api/v1/seals'))).stamps)

  const keepers = computed(() => (operators.data.value ?? []).filter((one) => !one.disabled_at))
  const operator = computed(() =>
    keepers.value.find((one) => one.operator_id === fields.operatorId),
  )
  const card = computed(() => cardOf(operator.value))
  const today = dayOf(new Date())
  const days = computed(() => card.value && allowedDays(card.value, today))

  watch(keepers, (people) => {
    const usual = people.find((one) => one.role === 'legal_person' && cardOf(one))
    if (!fields.operatorId && usual) fields.operatorId = usual.operator_id
  })
  watch(card, (validity) => {
    if (!validity) return
    const usual = proposed(validity, today)
    if (!fields.from || dayProblem(fields.from, days.value)) fields.from = usual.from
    if (!fields.to || dayProblem(fields.to, days.value)) fields.to = usual.to
  })

  const nameTaken = computed(
    () => seals.data.value?.some((seal) => seal.name === fields.name.trim()) ?? false,
  )
  const complete = computed(
    () =>
      !!fields.name.trim() &&
      !nameTaken.value &&
      !!card.value &&
      !dayProblem(fields.from, { ...days.value, required: true }) &&
      !dayProblem(fields.to, {
        min: firstEnd(fields.from, today),
        max: days.value?.max,
        required: true,
      }),
  )
  const saving = useSaving(scan, fields, () => card.value)
  return {
    scan,
    fields,
    operators,
    keepers,
    operator,
    card,
    days,
    today,
    nameTaken,
    complete,
    ...saving,
  }
}

export type SealMaking = ReturnType<typeof useSealMaking>

/** A validity ends neither before it begins nor in the past. */
export function firstEnd(from: string, today: string): string {
  return from > today ? from : today
}

function useSaving(
  scan: ReturnType<typeof useScan>,
  fields: { name: string; operatorId: string; from: string; to: string },
  cardNow: () => ReturnType<typeof cardOf>,
) {
  const { sign } = useCardSignature()
  const progress = ref<number>()
  const made = ref<Stamp>()
  let signed: Signed | undefined
  // The card signed for just what was there then.
  watch([scan.file, scan.requested, fields], () => (signed = undefined))

  const save = useDo(async () => {
    const [sha256, card] = [await digestOf(scan), cardNow()]
    if (!sha256 || !card) return
    const seal = {
      name: fields.name.trim(),
      operator_id: fields.operatorId,
      ...momentsOf(fields, card),
    }
    signed ??= await signFor(sign, seal, sha256)
    if (!signed) return
    const { key, ...proof } = signed
    try {
      const tell = (part: number) => (progress.value = part)
      made.value = await sent(scan, { ...seal, ...proof }, tell, key)
    } catch (error) {
      if (!mayBeSentAgain(error)) signed = undefined
      throw error
    } finally {
      progress.value = undefined
    }
  })
  return { save, progress, made }
}

async function digestOf(scan: ScanInHand): Promise<string | undefined> {
  if (scan.requested.value) return scan.requested.value.scan_sha256 ?? undefined
  return scan.file.value && (await sha256Of(scan.file.value))
}

async function sent(
  scan: ScanInHand,
  seal: Schema['SealForm'],
  tell: (part: number) => void,
  key: string,
): Promise<Stamp | undefined> {
  const [file, request] = [scan.file.value, scan.requested.value]
  if (request) {
    const params = { path: { id: request.request_id }, header: { 'Idempotency-Key': key } }
    return call(api.POST('/api/v1/scan-requests/{id}/seal', { params, body: seal }))
  }
  if (!file) return undefined
  tell(0)
  return upload<Stamp>('/api/v1/seals', formOf({ ...seal }, file), tell, undefined, key)
}

async function signFor(
  sign: ReturnType<typeof useCardSignature>['sign'],
  seal: { name: string; operator_id: string; valid_from: string; valid_to: string },
  scanSha256: string,
): Promise<Signed | undefined> {
  const signed = await sign({ purpose: 'make_seal', scan_sha256: scanSha256, ...seal })
  return signed && { ...signed, key: newKey() }
}

export function formOf(fields: Record<string, string>, scan: File): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('scan', scan)
  return form
}
