import type { Schema } from '@/api/client'
import type { Tone } from '@/ui/StatusTag.vue'

export type Kind = 'seal' | 'signature'
export type Stamp = Schema['StampView']
type Validity = 'active' | 'disabled' | 'notYet' | 'over'

/** Where the calls about a kind are; the portal's own paths are the same words. */
export const PLACE = { seal: 'seals', signature: 'signatures' } as const

export const TONES: Record<Validity, Tone> = {
  active: 'good',
  disabled: 'neutral',
  notYet: 'warn',
  over: 'bad',
}

/** What a stamp can be used for now: its state, and for a seal its validity too (R22). */
export function validityOf(stamp: Stamp, now: Date): Validity {
  if (stamp.state === 'disabled') return 'disabled'
  if (stamp.valid_from && new Date(stamp.valid_from) > now) return 'notYet'
  if (stamp.valid_to && new Date(stamp.valid_to) <= now) return 'over'
  return 'active'
}

/** The address of a picture of it, at low resolution. */
export function pictureOf(stamp: Stamp, picture: 'preview' | 'overlay'): string {
  return `/api/v1/${PLACE[stamp.kind]}/${stamp.stamp_id}/${picture}.png`
}
