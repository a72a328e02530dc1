import createClient from 'openapi-fetch'

import { ProblemError, problemOf, unreachable } from './problem'
import type { components, paths } from './schema'

export type Schema = components['schemas']

/** The public API under the browser's own session cookie; a page of another site cannot set the header. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { 'X-Requested-With': 'OriginPrint' },
  credentials: 'same-origin',
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

const SESSION_LOST = new Set(['session.required', 'session.expired'])
const listeners = new Set<() => void>()

/** Called whenever an answer says that the session has ended; returns what ends the listening. */
export function onSessionLost(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The value of a call. Raises ProblemError for every other end: refusal, no network, a proxy's page. */
export async function call<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await asked
  } catch {
    throw new ProblemError(unreachable(0))
  }
  if (answer.response.ok) return answer.data as T
  const problem = problemOf(answer.error, answer.response.status)
  if (SESSION_LOST.has(problem.code)) listeners.forEach((listener) => listener())
  throw new ProblemError(problem)
}
