import type { Schema } from '@/api/client'

export type Grant = Schema['AgentGrantView']
export type Limits = Schema['AgentLimits']

export type GrantState = 'live' | 'notYet' | 'over' | 'revoked'

/** What a grant opens now; a count that is used up is told where somebody prints. */
export function stateOf(grant: Grant, now: Date): GrantState {
  if (grant.revoked_at) return 'revoked'
  const { valid_from: from, valid_to: to } = grant.limits ?? {}
  if (from && new Date(from) > now) return 'notYet'
  if (to && new Date(to) <= now) return 'over'
  return 'live'
}

const CODE = /^[0-9A-HJ-NPQRTUWXY]{18}$/
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Whether a unified social credit code has its right check character (GB 32100-2015). */
export function isCreditCode(code: string): boolean {
  if (!CODE.test(code)) return false
  let weight = 1
  let sum = 0
  for (const sign of code.slice(0, 17)) {
    sum += SIGNS.indexOf(sign) * weight
    weight = (weight * 3) % 31
  }
  return SIGNS[(31 - (sum % 31)) % 31] === code[17]
}
