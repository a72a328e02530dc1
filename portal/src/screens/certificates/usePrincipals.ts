import { computed } from 'vue'

import { api, call } from '@/api/client'
import { useSession } from '@/shell/useSession'
import { useAsk } from '@/ui/useAsk'

/** Credit codes of the principals of an agent (委托企业, R40), to choose an applicant from. */
export function usePrincipals() {
  const session = useSession()
  const { data } = useAsk(() => call(api.GET('/api/v1/principals')), session.may('list_principals'))
  return computed(() => [...new Set(data.value?.grants.map((each) => each.principal_code))])
}
