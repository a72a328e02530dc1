import { watch } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useAsk } from '@/ui/useAsk'

export type Line = Schema['DiagnosisLine']
export type Verdict = 'holds' | 'fails' | 'check' | 'advice'

const HOTLINE = 'certificate.hotline'

/** A line that cannot hold is mere advice; one of which nothing is known is to be checked. */
export function verdictOf(line: Line): Verdict {
  if (line.holds === true) return 'holds'
  if (line.holds === false) return 'fails'
  return line.code === HOTLINE ? 'advice' : 'check'
}

/** Why a certificate is not listed or not printable, line by line (查看解决办法, R52-R54). */
export function useDiagnosis(number: () => string) {
  const ask = useAsk(() => {
    const path = { certificate_no: number() }
    return call(api.GET('/api/v1/certificates/{certificate_no}/diagnosis', { params: { path } }))
  }, !!number())
  watch(number, (wanted) => {
    if (wanted) void ask.reload()
  })
  return ask
}
