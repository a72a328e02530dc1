import { call } from './client'

const HEADERS = { 'X-Requested-With': 'OriginPrint', 'Content-Type': 'application/json' }

/** A call of what no OpenAPI document describes: JSON there, JSON or nothing back. Raises ProblemError. */
export function callJson<T>(path: string, method = 'GET', body?: unknown): Promise<T> {
  return call(answered<T>(fetch(path, { method, headers: HEADERS, body: JSON.stringify(body) })))
}

async function answered<T>(asked: Promise<Response>) {
  const response = await asked
  const text = await response.text()
  if (response.ok) return { data: (text ? JSON.parse(text) : undefined) as T, response }
  return { error: parsed(text), response }
}

/** What is no JSON was not written by the gateway. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
