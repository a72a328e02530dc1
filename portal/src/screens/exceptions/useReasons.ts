import { api, call } from '@/api/client'
import { useAsk } from '@/ui/useAsk'
import { useSaid } from '@/ui/useSaid'

/** 异常申请原因 (R84) and their words. */
export function useReasons() {
  const said = useSaid()
  const { data } = useAsk(() => call(api.GET('/api/v1/exception-reasons')))
  return {
    reasons: data,
    reasonName(code: string): string {
      const found = data.value?.reasons.find((one) => one.code === code)
      return found ? said(found.zh, found.en) : code
    },
  }
}
