import { computed, ref } from 'vue'

import { api, call } from '@/api/client'
import { ProblemError, type Problem } from '@/api/problem'
import { saveAs } from '@/ui/save'
import { useDo } from '@/ui/useAsk'

export const MOST_AT_ONCE = 50
const LONGEST_WAIT_S = 30
const TOO_MANY = 'service.too_many_requests'

interface Failed {
  number: string
  problem: Problem
}

/**
 * Several certificates as one ZIP: each is made first, one by one, so that progress shows and a
 * failure has a name; the ZIP is put together of those that were made (R85).
 */
export function useDownloads() {
  const made = ref<string[]>([])
  const failed = ref<Failed[]>([])
  const wanted = ref(0)
  const progress = computed(() => made.value.length + failed.value.length)

  const doing = useDo(async (numbers: string[]) => {
    wanted.value = numbers.length
    made.value = []
    failed.value = []
    let last: Blob | undefined
    for (const number of numbers) {
      try {
        last = await patiently(() => one(number))
        made.value.push(number)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        failed.value.push({ number, problem: error.problem })
      }
    }
    const [first, ...more] = made.value
    if (!first || !last) return
    if (more.length) saveAs('certificates.zip', await patiently(() => all(made.value)))
    else saveAs(`${first}.pdf`, last)
  })
  return { made, failed, wanted, progress, ...doing }
}

function one(number: string): Promise<Blob> {
  const params = { path: { certificate_no: number } }
  const asked = api.GET('/api/v1/certificates/{certificate_no}/download.pdf', {
    params,
    parseAs: 'blob',
  })
  return call(asked)
}

function all(numbers: string[]): Promise<Blob> {
  const body = { certificate_nos: numbers }
  return call(api.POST('/api/v1/certificates/downloads.zip', { body, parseAs: 'blob' }))
}

/** Many at once reach the limit of how many may be made a minute: it waits as it is told. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      const seconds = waitOf(error)
      if (seconds === undefined) throw error
      await new Promise((resume) => setTimeout(resume, seconds * 1_000))
    }
  }
}

function waitOf(error: unknown): number | undefined {
  if (!(error instanceof ProblemError) || error.problem.code !== TOO_MANY) return undefined
  const seconds = Number(error.problem.details?.['seconds'])
  return Math.min(Number.isFinite(seconds) && seconds > 0 ? seconds : 1, LONGEST_WAIT_S)
}
