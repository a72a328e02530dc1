import type { LocationQuery, LocationQueryRaw } from 'vue-router'

type Given = LocationQuery[string] | undefined

/** The one value of a name in the address; '' when there is none. */
export function one(given: Given): string {
  const value = Array.isArray(given) ? given[0] : given
  return value ?? ''
}

/** All values of a name in the address. */
export function many(given: Given): string[] {
  const values = Array.isArray(given) ? given : [given]
  return values.filter((value): value is string => !!value)
}

/** What is worth standing in the address: nothing empty. */
export function filled(values: Record<string, string | string[]>): LocationQueryRaw {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0))
}
