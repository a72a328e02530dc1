import { toHex } from '@/bytes'

import { checkCharacter, decodeBytes, encodeInteger } from './crockford'

/** What one sheet says about itself (`services/print_svc/domain/statements.py`). */
export interface Statement {
  certificateNo: string
  /** YYYY-MM-DD. */
  issueDate: string
  typeCode: string
  exporter: string
  part: 'original' | 'copy'
  printSerial: string
  sheet: number
  sheets: number
}

/**
 * genuine: signed by one of the keys; forged: the signature does not fit; stranger: no statement of
 * ours; unknownKey: signed with a key that these keys do not hold, which a newer set may;
 * uncheckable: this browser knows no Ed25519, or lets no page have it that came without https.
 */
export type Reading =
  | { outcome: 'genuine'; statement: Statement }
  | { outcome: 'forged' | 'stranger' | 'unknownKey' | 'uncheckable' }

export interface PublicKey {
  kty: string
  crv: string
  kid: string
  x: string
}

const VERSION = 1
const HEAD_BYTES = 47
const SIGNATURE_BYTES = 64
const LONGEST_EXPORTER = 40
const PARTS: Record<number, Statement['part']> = { 1: 'original', 2: 'copy' }
const DAY_ZERO = Date.UTC(2000, 0, 1)
const DAY_MS = 86_400_000
const PURPOSE = new TextEncoder().encode('originprint statement\0')
const PACKED = '\0' + '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** Checks form, key and Ed25519 signature (RFC 8032), in this order, without any network. */
export async function readStatement(code: string, keys: readonly PublicKey[]): Promise<Reading> {
  const data = decodeBytes(code.trim().toUpperCase())
  const exporterBytes = (data?.length ?? 0) - HEAD_BYTES - SIGNATURE_BYTES
  if (!data || exporterBytes < 0 || exporterBytes > LONGEST_EXPORTER || data[0] !== VERSION) {
    return { outcome: 'stranger' }
  }
  const body = data.subarray(0, -SIGNATURE_BYTES)
  const key = keys.find(({ kid }) => kid === toHex(data.subarray(2, 6)))
  if (!key) return { outcome: 'unknownKey' }
  const signed = await isSigned(key, data.subarray(-SIGNATURE_BYTES), body).catch(() => undefined)
  if (!signed) return { outcome: signed === undefined ? 'uncheckable' : 'forged' }
  const statement = statementIn(body)
  return statement ? { outcome: 'genuine', statement } : { outcome: 'stranger' }
}

async function isSigned(
  { kty, crv, x }: PublicKey,
  signature: Uint8Array<ArrayBuffer>,
  body: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify'])
  const message = new Uint8Array([...PURPOSE, ...body])
  return crypto.subtle.verify('Ed25519', key, signature, message)
}

function statementIn(body: Uint8Array<ArrayBuffer>): Statement | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  const part = PARTS[view.getUint8(1)]
  if (!part) return undefined
  return {
    part,
    issueDate: new Date(DAY_ZERO + view.getUint16(6) * DAY_MS).toISOString().slice(0, 10),
    sheet: view.getUint8(8),
    sheets: view.getUint8(9),
    typeCode: unpacked(body.subarray(10, 12)),
    certificateNo: unpacked(body.subarray(12, 24)),
    printSerial: serialOf(integer(body.subarray(24, 31))),
    exporter: new TextDecoder().decode(body.subarray(HEAD_BYTES)),
  }
}

/** Three characters in two bytes; short texts end in zeros. */
function unpacked(bytes: Uint8Array): string {
  let text = ''
  for (let number = integer(bytes); number; number /= 37n) {
    text = PACKED.charAt(Number(number % 37n)) + text
  }
  return text.replace(/\0+$/, '')
}

function serialOf(payload: bigint): string {
  const body = encodeInteger(payload, 11)
  return (body + checkCharacter(body)).replace(/(.{4})(?=.)/g, '$1-')
}

function integer(bytes: Uint8Array): bigint {
  return bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}
