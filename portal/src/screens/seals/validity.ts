import type { Schema } from '@/api/client'
import { dayOf, endOf, startOf } from '@/ui/days'

type Operator = Schema['OperatorView']

/** The validity of a card certificate. */
export interface CardValidity {
  from: string
  to: string
}

/** Of a person who may keep a seal: not disabled, with a card bound (R21). */
export function cardOf(operator: Operator | undefined): CardValidity | undefined {
  if (!operator?.has_card || operator.disabled_at) return undefined
  const { card_valid_from: from, card_valid_to: to } = operator
  return from && to ? { from, to } : undefined
}

/** First and last day that a seal's validity may have: the card's, none that is over (R22). */
export function allowedDays(card: CardValidity, today: string) {
  return { min: dayOf(card.from), max: dayOf(card.to), today }
}

/** What is proposed: from today to the card's last day. */
export function proposed(card: CardValidity, today: string) {
  const first = dayOf(card.from)
  return { from: first > today ? first : today, to: dayOf(card.to) }
}

/** Whole days in China's time, cut to the moments between which the card is valid (R22). */
export function momentsOf(days: { from: string; to: string }, card: CardValidity) {
  const from = new Date(startOf(days.from))
  const to = new Date(endOf(days.to))
  const first = new Date(card.from)
  const last = new Date(card.to)
  return {
    valid_from: (from < first ? first : from).toISOString(),
    valid_to: (to > last ? last : to).toISOString(),
  }
}
