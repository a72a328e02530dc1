import type { Printer } from './useWorkstations'

const NEEDS = ['online', 'takes_pdf', 'duplex', 'color', 'a4', 'physical'] as const
type Need = (typeof NEEDS)[number]
export type Answer = 'yes' | 'no' | 'not_said' | 'vouched'

const OBSTACLES = [...NEEDS, 'no_address', 'unreachable', 'other'] as const
type Obstacle = (typeof OBSTACLES)[number]

/** What the printer says to each need (R62); silence where nothing is known. */
export function answersOf(printer: Pick<Printer, 'answers'>): [Need, Answer][] {
  return NEEDS.map((need) => [need, printer.answers?.[need] ?? 'not_said'])
}

/** Why nothing can be printed there; what this page has no words for is `other`. */
export function obstaclesOf(printer: Partial<Pick<Printer, 'obstacles'>>): Obstacle[] {
  const known = (text: string) => OBSTACLES.find((obstacle) => obstacle === text) ?? 'other'
  return [...new Set((printer.obstacles ?? []).map(known))]
}
