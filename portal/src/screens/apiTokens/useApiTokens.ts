import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

export type ApiToken = Schema['ApiTokenView']
export type Scope = Schema['Scope']

/** In the order in which they are offered. */
export const SCOPES: readonly Scope[] = [
  'certificates:read',
  'prints:read',
  'prints:issue',
  'prints:confirm',
  'downloads:read',
  'exceptions:read',
  'exceptions:file',
  'seal-uses:read',
  'seals:read',
  'people:read',
  'webhooks:manage',
]

export type TokenState = 'live' | 'expired' | 'revoked'

export function stateOf(token: ApiToken, now: Date): TokenState {
  if (token.revoked_at) return 'revoked'
  return token.expires_at && new Date(token.expires_at) <= now ? 'expired' : 'live'
}

/** The end of a day in China, as a moment; undefined for no day. */
export function endOf(day: string): string | null {
  return day ? `${day}T23:59:59+08:00` : null
}

export function useApiTokens() {
  const list = useAsk(() => call(api.GET('/api/v1/api-tokens')))
  const once = useOnce()

  const making = useDo(async (name: string, scopes: Scope[], lastDay: string) => {
    const body = { name, scopes, expires_at: endOf(lastDay) }
    const made = await once(body, (header) =>
      call(api.POST('/api/v1/api-tokens', { body, params: { header } })),
    )
    void list.reload()
    return made
  })
  const revoking = useDo(async (id: string) => {
    await call(api.DELETE('/api/v1/api-tokens/{id}', { params: { path: { id } } }))
    await list.reload()
    return true
  })
  return { list, making, revoking }
}
