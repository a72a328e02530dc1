import type { Problem } from '@/api/problem'

/**
 * Which fields of a form a refusal speaks of, and in which words. A refusal names its field by its
 * code (`fieldOf`); what the gateway could not read (422) by the place in the body.
 */
export function fieldProblems(
  problem: Problem | undefined,
  chinese: boolean,
  unreadable: string,
  fieldOf: Readonly<Record<string, string>> = {},
): Record<string, string> {
  if (!problem) return {}
  const places = (problem.errors ?? []).map(({ place }) => place.split('.')[1] ?? '')
  const found = Object.fromEntries(places.filter(Boolean).map((name) => [name, unreadable]))
  const named = fieldOf[problem.code]
  if (named) found[named] = chinese ? problem.detail_zh : problem.detail
  return found
}
