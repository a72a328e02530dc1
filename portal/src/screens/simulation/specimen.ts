import { call } from '@/api/client'
import { unreachable, ProblemError, problemOf } from '@/api/problem'

/** What plays the exporter's surroundings where the simulator runs (`deploy/local/specimen_desk.py`). */
export interface SpecimenLogin {
  role: 'operator' | 'legal_person'
  user_name: string | null
  password: string | null
  pin: string | null
}

export interface SpecimenPerson {
  name: string
  enterprise_name: string
  enterprise_code: string
  id_number: string
  logins: SpecimenLogin[]
}

export interface PrintedDocument {
  name: string
  received_at: string
  pages: number
}

export interface Tray {
  documents: PrintedDocument[]
  faults: string[]
  planned: string | null
  acting: string | null
}

const HEADERS = { 'X-Requested-With': 'OriginPrint', 'Content-Type': 'application/json' }

interface Told {
  zh: string
  en: string
}

/** What the specimen card is asked to sign now, and what was last said about it. */
export interface CardView {
  question: { statement: string; asked_by: string; trouble: Told | null } | null
  said: Told | null
}

/** Raises ProblemError. */
export function ask<T>(path: string): Promise<T> {
  return call(answered<T>(fetch(`/specimen${path}`, { headers: HEADERS })))
}

/** Raises ProblemError. */
export function tell(path: string, body: unknown = {}): Promise<undefined> {
  const sent = { method: 'POST', headers: HEADERS, body: JSON.stringify(body) }
  return call(answered<undefined>(fetch(`/specimen${path}`, sent)))
}

export function pictureOf(document: PrintedDocument, page: number, dpi: number): string {
  return `/specimen/printer/documents/${encodeURIComponent(document.name)}/${page}.png?dpi=${dpi}`
}

async function answered<T>(asked: Promise<Response>) {
  const response = await asked
  const text = await response.text()
  const body: unknown = parsed(text, response.status)
  return response.ok ? { data: body as T, response } : { error: body, response }
}

function parsed(text: string, status: number): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new ProblemError(problemOf(text, status) ?? unreachable(status))
  }
}
