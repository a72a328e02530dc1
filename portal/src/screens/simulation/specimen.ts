import { callJson } from '@/api/plain'

/** What plays the exporter's surroundings where the simulator runs (`deploy/local/specimen_desk.py`). */
interface SpecimenLogin {
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

interface PrintedDocument {
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
  return callJson<T>(`/specimen${path}`)
}

/** Raises ProblemError. */
export function tell(path: string, body: unknown = {}): Promise<undefined> {
  return callJson(`/specimen${path}`, 'POST', body)
}

export function pictureOf(document: PrintedDocument, page: number, dpi: number): string {
  return `/specimen/printer/documents/${encodeURIComponent(document.name)}/${page}.png?dpi=${dpi}`
}
