import { computed, reactive, ref, shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { ProblemError, type Problem } from '@/api/problem'
import { useAsk, useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

type Operation = Schema['NewException']['operation']
export type Filed = Schema['ExceptionView']
type Job = Schema['PrintJobView']

/** What is known before a person fills in the form: the last print and how often it was applied for. */
export interface Candidate {
  certificate: Schema['CertificateView']
  job: Job | undefined
}

/** The device's reason where all agree in it; a person decides otherwise. */
export function reasonOffered(candidates: readonly Candidate[]): string {
  const reasons = new Set(candidates.map(({ job }) => job?.device?.reason ?? ''))
  const [only] = reasons
  return reasons.size === 1 && only ? only : ''
}

/** What was printed is what to print again (R80). */
export function operationOffered(candidates: readonly Candidate[]): Operation {
  const both = candidates.some(({ job }) => job?.parts.includes('copy'))
  return both ? 'reprint_both' : 'reprint_original'
}

/** One application for each certificate; those that failed can be sent again, the others are not. */
export function useNewException(numbers: readonly string[]) {
  const form = reactive({ reason: '', operation: 'reprint_original' as Operation, note: '' })
  const filed = shallowRef<Filed[]>([])
  const failed = ref<{ number: string; problem: Problem }[]>([])
  const onces = new Map(numbers.map((number) => [number, useOnce()]))

  const known = useAsk(async () => {
    const candidates = await Promise.all(numbers.map(candidate))
    form.reason ||= reasonOffered(candidates)
    form.operation = operationOffered(candidates)
    return candidates
  })
  const left = computed(() => {
    const done = new Set(filed.value.map(({ certificate_no }) => certificate_no))
    return numbers.filter((number) => !done.has(number))
  })

  const filing = useDo(async () => {
    failed.value = []
    for (const number of left.value) {
      try {
        filed.value = [...filed.value, await file(number)]
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        failed.value.push({ number, problem: error.problem })
      }
    }
  })

  async function file(number: string): Promise<Filed> {
    const body = {
      certificate_no: number,
      reason: form.reason,
      operation: form.operation,
      note: form.note.trim() || null,
    }
    const once = onces.get(number) ?? useOnce()
    return once(body, (header) =>
      call(api.POST('/api/v1/exceptions', { body, params: { header } })),
    )
  }
  return { form, known, filed, failed, left, filing }
}

async function candidate(number: string): Promise<Candidate> {
  const path = { certificate_no: number }
  const query = { certificate_no: number, limit: 1 }
  const [certificate, { jobs }] = await Promise.all([
    call(api.GET('/api/v1/certificates/{certificate_no}', { params: { path } })),
    call(api.GET('/api/v1/print-jobs', { params: { query } })),
  ])
  return { certificate, job: jobs[0] }
}
