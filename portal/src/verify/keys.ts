import type { PublicKey } from './statement'

const KEPT = 'originprint-verification-keys'
const ADDRESS = '/api/v1/verification-keys'

/** Public keys as they were published on `fetchedAt` (ISO 8601). */
export interface KeySet {
  keys: PublicKey[]
  fetchedAt: string
}

/** The newest keys; those kept in this browser while the network is away; none where there are none. */
export async function verificationKeys(): Promise<KeySet | undefined> {
  try {
    const response = await fetch(ADDRESS)
    if (!response.ok) return kept()
    const { keys } = (await response.json()) as { keys: PublicKey[] }
    const set = { keys, fetchedAt: new Date().toISOString() }
    localStorage.setItem(KEPT, JSON.stringify(set))
    return set
  } catch {
    return kept()
  }
}

function kept(): KeySet | undefined {
  const text = localStorage.getItem(KEPT)
  return text ? (JSON.parse(text) as KeySet) : undefined
}
