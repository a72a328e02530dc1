import { ref, shallowRef } from 'vue'

import { api, call } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { useAsk, useDo } from '@/ui/useAsk'

/** The copy that was made last, and making another (预览/下载副本, R61). */
export function useCopy(number: string) {
  const params = { path: { certificate_no: number } }
  const pdf = shallowRef<ArrayBuffer>()
  const none = ref(false)

  const earlier = useAsk(async () => {
    const asked = api.GET('/api/v1/certificates/{certificate_no}/copy.pdf', {
      params,
      parseAs: 'arrayBuffer',
    })
    try {
      pdf.value = await call(asked)
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'print.no_copy') throw error
      none.value = true
    }
  })
  const making = useDo(async () => {
    const asked = api.POST('/api/v1/certificates/{certificate_no}/copies', {
      params,
      parseAs: 'arrayBuffer',
    })
    pdf.value = await call(asked)
    none.value = false
    earlier.problem.value = undefined
  })
  return { pdf, none, earlier, making }
}
