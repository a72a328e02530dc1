import { problemOf, UNREACHABLE, type Problem } from '@/api/problem'
import type { components } from '@/api/schema'

import type { KeySet } from './keys'
import { readStatement, type Reading, type Statement } from './statement'

const LONGEST_MS = 6_000

export type Verification = components['schemas']['Verification']

/**
 * One word of it. The network's verdicts, and three that can be had without: `signatureOnly` the
 * signature is genuine and only the network can tell more; `forged` it is not; `unreachable` nothing
 * can be said, which is never to be taken for invalid.
 */
export type Word = Verification['verdict'] | 'signatureOnly' | 'forged' | 'unreachable'

export interface Verdict {
  word: Word
  /** What the network said, where it was reached. */
  online?: Verification
  /** Why it gave no verdict, where that can be mended: too large, of another kind, too often. */
  refusal?: Problem
  ofFile?: boolean
  /** What the sheet's own signature says, where it has one. */
  reading?: Reading
  statement?: Statement
  keysOf?: string
}

export interface Asked {
  code: string
  serial?: string
}

/** What stands on paper, or what a QR code's address ends with. */
export function codeIn(text: string): string {
  const trimmed = text.trim()
  const [, code] = /\/verify\/([^/?#]+)/.exec(trimmed) ?? []
  return code ? decoded(code) : trimmed
}

/** What is no escape sequence stays as it stands. */
function decoded(code: string): string {
  try {
    return decodeURIComponent(code)
  } catch {
    return code
  }
}

/** Asks the network, checks the signature here, and makes one verdict of both. */
export async function verdictOn(
  { code, serial }: Asked,
  known?: KeySet | Promise<KeySet | undefined>,
): Promise<Verdict> {
  const [{ online, refusal }, keys] = await Promise.all([asked(code, serial), known])
  const reading = keys && (await readStatement(code, keys.keys))
  return {
    word: online?.verdict ?? wordOf(reading),
    ...(online && { online }),
    ...(refusal && { refusal }),
    ...(reading && reading.outcome !== 'stranger' && { reading }),
    ...(reading?.outcome === 'genuine' && { statement: reading.statement }),
    ...(keys && { keysOf: keys.fetchedAt }),
  }
}

/** The verdict on a PDF file; only the network can give it. */
export async function verdictOnFile(file: File): Promise<Verdict> {
  const body = new FormData()
  body.set('document', file)
  const answer = await answered(() => fetch('/api/v1/verify', { method: 'POST', body }))
  return { word: answer.online?.verdict ?? 'unreachable', ofFile: true, ...answer }
}

function wordOf(reading: Reading | undefined): Word {
  if (reading?.outcome === 'genuine') return 'signatureOnly'
  return reading?.outcome === 'forged' ? 'forged' : 'unreachable'
}

function asked(code: string, serial?: string): Promise<Answer> {
  const query = serial ? `?serial=${encodeURIComponent(serial)}` : ''
  return answered(() =>
    fetch(`/api/v1/verify/${encodeURIComponent(code)}${query}`, {
      signal: AbortSignal.timeout(LONGEST_MS),
    }),
  )
}

type Answer = Pick<Verdict, 'online' | 'refusal'>

/** Empty without a network, and while a service is away. */
async function answered(ask: () => Promise<Response>): Promise<Answer> {
  try {
    const response = await ask()
    const body: unknown = await response.json()
    if (response.ok) return { online: body as Verification }
    const refusal = problemOf(body, response.status)
    return refusal.code !== UNREACHABLE && refusal.status < 500 ? { refusal } : {}
  } catch {
    return {}
  }
}
