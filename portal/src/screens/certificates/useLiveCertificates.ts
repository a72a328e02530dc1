import { onScopeDispose, ref, watch, type Ref } from 'vue'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { ProblemError } from '@/api/problem'

import type { Question } from './filters'
import type { Certificate } from './obstacles'

/** Several events of one certificate come together; the last state is what counts. */
const TOGETHER_MS = 300
/** The list learns of a print a moment after its event. */
const AGAIN_MS = 2_000
const MOST_NEW = 20

function replaced(rows: readonly Certificate[], row: Certificate): Certificate[] {
  return rows.map((each) => (each.certificate_no === row.certificate_no ? row : each))
}

/** Rows that are shown change where they stand; those that now fit too wait until they are wanted. */
export function useLiveCertificates(
  rows: Ref<Certificate[]>,
  question: Ref<Question>,
  reload: () => Promise<void>,
) {
  const fresh = ref(new Set<string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  // They fitted another question, or are shown by now.
  watch(
    () => JSON.stringify(question.value),
    () => (fresh.value = new Set()),
  )
  watch(rows, (shown) => {
    const waiting = new Set(fresh.value)
    shown.forEach((row) => waiting.delete(row.certificate_no))
    fresh.value = waiting
  })

  function later(number: string, pause: number): void {
    const name = `${number} ${pause}`
    if (timers.has(name)) return
    const timer = setTimeout(() => {
      timers.delete(name)
      void look(number).catch(quietly)
    }, pause)
    timers.set(name, timer)
  }

  async function look(number: string): Promise<void> {
    if (rows.value.some((row) => row.certificate_no === number)) {
      const path = { certificate_no: number }
      const row = await call(api.GET('/api/v1/certificates/{certificate_no}', { params: { path } }))
      rows.value = replaced(rows.value, row)
    } else if (!question.value.cursor && fresh.value.size < MOST_NEW) {
      const asked = question.value
      if (asked.certificate_no && asked.certificate_no !== number) return
      const query = { ...asked, certificate_no: number, limit: 1 }
      const found = await call(api.GET('/api/v1/certificates', { params: { query } }))
      if (found.certificates.length && question.value === asked)
        fresh.value = new Set([...fresh.value, number])
    }
  }

  async function showFresh(): Promise<void> {
    fresh.value = new Set()
    await reload()
  }

  const end = onLiveEvent((event) => {
    if (event.type === RESET) return void reload()
    const number = event.data['certificate_no']
    if (typeof number !== 'string') return
    later(number, TOGETHER_MS)
    if (!event.type.startsWith('Layout')) later(number, AGAIN_MS)
  })
  onScopeDispose(() => {
    end()
    timers.forEach(clearTimeout)
  })
  return { fresh, showFresh }
}

/** What cannot be asked now stays as it was shown; the next question says why. */
function quietly(error: unknown): void {
  if (!(error instanceof ProblemError)) throw error
}
