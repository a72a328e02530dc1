import type { LocationQuery, LocationQueryRaw } from 'vue-router'

import type { paths } from '@/api/schema'
import { filled, many, one } from '@/ui/queries'

export type Question = NonNullable<paths['/api/v1/certificates']['get']['parameters']['query']>

/** Conditions of R51 as the form holds them: what is empty asks for nothing. */
export interface Filters {
  certificate_no: string
  invoice_no: string
  applicant: string
  issued_from: string
  issued_to: string
  archived: string
  type_id: string[]
  destination: string[]
  issuing_office: string[]
  collecting_office: string[]
  layout_status: string[]
  print_status: string[]
}

/** Those that are folded away until they are wanted. */
export const SELDOM = [
  'applicant',
  'destination',
  'type_id',
  'issuing_office',
  'collecting_office',
  'layout_status',
  'archived',
] as const satisfies readonly (keyof Filters)[]

const USUAL_SORT = '-issue_date'

export function filtersOf(query: LocationQuery): Filters {
  return {
    certificate_no: one(query['certificate_no']),
    invoice_no: one(query['invoice_no']),
    applicant: one(query['applicant']),
    issued_from: one(query['issued_from']),
    issued_to: one(query['issued_to']),
    archived: one(query['archived']),
    type_id: many(query['type_id']),
    destination: many(query['destination']),
    issuing_office: many(query['issuing_office']),
    collecting_office: many(query['collecting_office']),
    layout_status: many(query['layout_status']),
    print_status: many(query['print_status']),
  }
}

/** The address that asks with these conditions; the order of the rows stays, the page is the first. */
export function addressOf(filters: Filters, sort: string): LocationQueryRaw {
  return filled({ ...filters, sort: sort === USUAL_SORT ? '' : sort })
}

/** Without this one condition: what the API advises to drop. */
export function without(filters: Filters, condition: string): Filters {
  const empty = filtersOf({})
  return { ...filters, [condition]: empty[condition as keyof Filters] }
}

export function sortOf(query: LocationQuery): string {
  return one(query['sort']) || USUAL_SORT
}

/** What the API is asked; values that it does not know it refuses by itself. */
export function questionOf(query: LocationQuery): Question {
  const conditions = filled({ ...filtersOf(query), cursor: one(query['cursor']) })
  return { ...conditions, sort: sortOf(query) } as Question
}

export function isNarrowed(filters: Filters): boolean {
  return Object.values(filters).some((value) => value.length > 0)
}
