import type { Schema } from '@/api/client'

export type Certificate = Schema['CertificateView']
export type Parts = Schema['NewPrintJobs']['parts']

export type Obstacle = 'returned' | 'replaced' | 'archived' | 'layout' | 'printed' | 'other'

/**
 * What the list already shows to stand in the way of printing (R56-R58); the API decides.
 * A copy alone may be printed again (R61).
 */
export function obstacleTo(parts: Parts, row: Certificate): Obstacle | undefined {
  if (row.returned) return 'returned'
  if (row.replaced_by) return 'replaced'
  if (row.archived) return 'archived'
  if (row.layout_status !== 'received') return 'layout'
  if (parts === 'copy') return undefined
  if (row.print_status === 'printed') return 'printed'
  return row.printable ? undefined : 'other'
}

interface Sorted {
  may: string[]
  /** Certificates by what stands in their way. */
  not: Map<Obstacle, string[]>
}

/** Ticked certificates by whether these parts of them may be printed. */
export function sortedBy(parts: Parts, rows: Iterable<Certificate>): Sorted {
  const sorted: Sorted = { may: [], not: new Map() }
  for (const row of rows) {
    const obstacle = obstacleTo(parts, row)
    if (!obstacle) sorted.may.push(row.certificate_no)
    else sorted.not.set(obstacle, [...(sorted.not.get(obstacle) ?? []), row.certificate_no])
  }
  return sorted
}
