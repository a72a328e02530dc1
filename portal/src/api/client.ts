import createClient from 'openapi-fetch'

import { toHex } from '@/bytes'

import { ProblemError, problemOf, unreachable, UNREACHABLE, type Problem } from './problem'
import type { components, paths } from './schema'

export type Schema = components['schemas']

/** The public API under the browser's own session cookie; a page of another site cannot set the header. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { 'X-Requested-With': 'OriginPrint' },
  credentials: 'same-origin',
  // Looked up at each call, so that a test can stand in for the network.
  fetch: (request) => fetch(request),
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

const finders = new Set<() => void>()

/** Called when somebody is logged in again after an end; returns what ends the listening. */
export function onSessionFound(listener: () => void): () => void {
  finders.add(listener)
  return () => finders.delete(listener)
}

export function sessionFound(): void {
  finders.forEach((listener) => listener())
}

const reached = new Set<(answered: boolean) => void>()

/** Called after each call with whether the gateway answered it; returns what ends the listening. */
export function onReach(listener: (answered: boolean) => void): () => void {
  reached.add(listener)
  return () => reached.delete(listener)
}

export function tellReach(answered: boolean): void {
  reached.forEach((listener) => listener(answered))
}

/** The value of a call. Raises ProblemError for every other end: refusal, no network, a proxy's page. */
export async function call<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await asked
  } catch {
    throw refused(unreachable(0))
  }
  if (!answer.response.ok) throw refused(problemOf(answer.error, answer.response.status))
  tellReach(true)
  return answer.data as T
}

/** The problem as an error; who waits for the session's end, or for an answer, is told of it. */
export function refused(problem: Problem): ProblemError {
  tellReach(problem.code !== UNREACHABLE)
  if (SESSION_LOST.has(problem.code)) listeners.forEach((listener) => listener())
  return new ProblemError(problem)
}

/** An Idempotency-Key: whatever is sent again under the same one is done once. */
export function newKey(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}
