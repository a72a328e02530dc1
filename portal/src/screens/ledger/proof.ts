import { digest, fromHex, readBase64Url, readPem, toHex } from '@/bytes'

import { canonicalBytes } from './canonical'

/** `services/print_svc/ledger/proofs.py` says what stands in it and what it proves. */
export interface Proof {
  format: string
  enterprise_code: string
  start: SignedHead | null
  entries: (string | ShownRow)[]
  head: SignedHead
  public_key: string
}

interface SignedHead {
  tip: { length: number; row_hash: string }
  signed_at: string
  key_id: string
  signature: string
}

export interface ShownRow {
  position: number
  enterprise_row: number
  use: Record<string, string>
  salt: string
  row_hash: string
}

type FaultCode =
  | 'row_changed'
  | 'row_missing'
  | 'row_out_of_order'
  | 'enterprise_row_missing'
  | 'truncated'
  | 'head_differs'
  | 'head_forged'
  | 'key_unknown'
  | 'foreign_row'
  | 'other_key'
  | 'heads_disagree'

/** One thing wrong, at or before the row at `position`. */
interface Fault {
  code: FaultCode
  position: number
}

export interface Checked {
  shown: number
  length: number
  /** The row before the first one that is proven. */
  after: number
  signedAt: string
  /** Of the key in the document. */
  keyId: string
  faults: Fault[]
}

/** The browser has no Ed25519: nothing is known, neither good nor bad. */
export class CannotCheck extends Error {}

const FORMAT = 'originprint-seal-use-proof/1'
const GENESIS = 'originprint seal-use ledger'
const PURPOSE = 'originprint ledger head\0'
const KEY_ID_BYTES = 4

/**
 * Checks heads, chain and counts as `proof_faults` does. `published` are the raw public keys that the
 * service publishes, in base64url: a document under another key proves nothing. Raises CannotCheck.
 */
export async function checkProof(proof: Proof, published: readonly string[]): Promise<Checked> {
  if (proof.format !== FORMAT) throw new CannotCheck(proof.format)
  const spki = readPem(proof.public_key)
  const keyId = toHex((await digest(spki.slice(-32))).slice(0, KEY_ID_BYTES))
  const key = await importKey(spki)
  const heads = proof.start ? [proof.start, proof.head] : [proof.head]
  const forged = await Promise.all(heads.map((head) => headFaults(head, key, keyId)))
  return {
    shown: proof.entries.filter((entry) => typeof entry !== 'string').length,
    length: proof.head.tip.length,
    after: proof.start?.tip.length ?? 0,
    signedAt: proof.head.signed_at,
    keyId,
    faults: [
      ...keyFaults(proof, spki, published),
      ...forged.flat(),
      ...(await chainFaults(proof)),
      ...countFaults(proof),
    ],
  }
}

function keyFaults(proof: Proof, spki: Uint8Array, published: readonly string[]): Fault[] {
  const known = published.some((key) => toHex(readBase64Url(key)) === toHex(spki.slice(-32)))
  return known ? [] : [{ code: 'other_key', position: proof.head.tip.length }]
}

async function importKey(spki: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey('spki', spki, { name: 'Ed25519' }, false, ['verify'])
  } catch (error) {
    throw new CannotCheck(String(error))
  }
}

async function headFaults(head: SignedHead, key: CryptoKey, keyId: string): Promise<Fault[]> {
  const position = head.tip.length
  if (head.key_id !== keyId) return [{ code: 'key_unknown', position }]
  const signed = { tip: head.tip, signed_at: head.signed_at }
  const message = canonicalBytes(signed, new TextEncoder().encode(PURPOSE))
  const signature = fromHex(head.signature)
  const holds = await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, message)
  return holds ? [] : [{ code: 'head_forged', position }]
}

async function chainFaults(proof: Proof): Promise<Fault[]> {
  const faults: Fault[] = []
  const end = proof.head.tip
  let position = proof.start?.tip.length ?? 0
  let hash = proof.start?.tip.row_hash ?? toHex(await digest(new TextEncoder().encode(GENESIS)))
  if (position > end.length) faults.push({ code: 'heads_disagree', position: end.length })
  for (const entry of proof.entries) {
    position += 1
    hash = await chainHash(hash, typeof entry === 'string' ? entry : await leafHash(entry))
    if (typeof entry === 'string') continue
    faults.push(...rowFaults(entry, position, hash))
    hash = entry.row_hash
  }
  if (position < end.length) faults.push({ code: 'truncated', position })
  else if (position !== end.length || hash !== end.row_hash)
    faults.push({ code: 'head_differs', position })
  return faults
}

function rowFaults(row: ShownRow, position: number, hash: string): Fault[] {
  const faults: Fault[] = []
  if (row.position !== position) {
    const moved = row.position < position
    faults.push({ code: moved ? 'row_out_of_order' : 'row_missing', position: row.position })
  }
  if (row.row_hash !== hash) faults.push({ code: 'row_changed', position })
  return faults
}

/** From the beginning an enterprise's rows count from 1, else from the first one shown. */
function countFaults(proof: Proof): Fault[] {
  const faults: Fault[] = []
  const shown = proof.entries.filter((entry) => typeof entry !== 'string')
  let before = proof.start && shown[0] ? shown[0].enterprise_row - 1 : 0
  for (const row of shown) {
    const { position } = row
    if (row.use['enterprise_code'] !== proof.enterprise_code)
      faults.push({ code: 'foreign_row', position })
    if (row.enterprise_row !== before + 1) faults.push({ code: 'enterprise_row_missing', position })
    before = row.enterprise_row
  }
  return faults
}

/** SHA-256 of 0x00 and the canonical JSON of the row with its salt. */
async function leafHash({ position, enterprise_row, salt, use }: ShownRow): Promise<string> {
  const fields = { position, enterprise_row, salt, use }
  return toHex(await digest(canonicalBytes(fields, new Uint8Array([0]))))
}

/** SHA-256 of 0x01 and both hashes. */
async function chainHash(previous: string, leaf: string): Promise<string> {
  return toHex(await digest(new Uint8Array([1, ...fromHex(previous), ...fromHex(leaf)])))
}
