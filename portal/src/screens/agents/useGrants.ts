import { computed, onScopeDispose, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { api, call } from '@/api/client'
import { onLiveEvent, RESET } from '@/api/events'
import { useAsk, useDo } from '@/ui/useAsk'

import type { Grant } from './grants'

const TOLD = new Set([RESET, 'AgentAuthorized', 'AgentRevoked'])

/** Grants as the filters in the address ask for them, and the end of one (R37). */
export function useGrants() {
  const route = useRoute()
  const router = useRouter()
  const filters = computed(() => ({
    agent: typeof route.query['agent'] === 'string' ? route.query['agent'] : '',
    live: route.query['live'] === 'false' ? false : route.query['live'] === 'all' ? null : true,
  }))
  const grants = useAsk(async () => {
    const { agent, live } = filters.value
    const query = { ...(agent && { agent }), ...(live !== null && { live }) }
    return (await call(api.GET('/api/v1/agent-grants', { params: { query } }))).grants
  })
  watch(filters, () => void grants.reload())
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (TOLD.has(type)) void grants.reload()
    }),
  )

  const search = (agent: string, live: string) =>
    router.replace({
      query: { ...(agent.trim() && { agent: agent.trim() }), ...(live !== 'true' && { live }) },
    })
  const revoke = useDo(async (grant: Grant) => {
    const params = { path: { id: grant.grant_id } }
    await call(api.DELETE('/api/v1/agent-grants/{id}', { params }))
    await grants.reload()
    return true
  })
  return { filters, grants, search, revoke }
}

/** 委托企业: who lets this enterprise print (R40). */
export function usePrincipals() {
  const principals = useAsk(async () => (await call(api.GET('/api/v1/principals'))).grants)
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (TOLD.has(type)) void principals.reload()
    }),
  )
  return principals
}
