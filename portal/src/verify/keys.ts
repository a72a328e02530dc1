import type { PublicKey } from './statement'

const KEPT = 'originprint-verification-keys'
const ADDRESS = '/api/v1/verification-keys'
const LONGEST_MS = 6_000

/** Public keys as they were published on `fetchedAt` (ISO 8601). */
export interface KeySet {
  keys: PublicKey[]
  fetchedAt: string
}

/** The newest keys; those kept in this browser while the network is away; none where there are none. */
export async function verificationKeys(): Promise<KeySet | undefined> {
  try {
    const response = await fetch(ADDRESS, { signal: AbortSignal.timeout(LONGEST_MS) })
    if (!response.ok) return kept()
    const { keys } = (await response.json()) as { keys: PublicKey[] }
    const set = { keys, fetchedAt: new Date().toISOString() }
    keep(set)
    return set
  } catch {
    return kept()
  }
}

/** A browser may let no page keep anything; the check goes on without. */
function keep(set: KeySet): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(set))
  } catch {
    // Nothing is kept.
  }
}

function kept(): KeySet | undefined {
  try {
    const text = localStorage.getItem(KEPT)
    return text ? (JSON.parse(text) as KeySet) : undefined
  } catch {
    return undefined
  }
}
