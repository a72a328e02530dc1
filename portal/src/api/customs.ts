import createClient from 'openapi-fetch'

import type { components, paths } from './customsSchema'

export type CustomsSchema = components['schemas']

/** The console of the customs simulator, under the cookie that its token was exchanged for. */
export const customs = createClient<paths>({
  baseUrl: `${location.origin}/customs`,
  headers: { 'X-Requested-With': 'OriginPrint' },
  credentials: 'same-origin',
})
