export type Json = string | number | boolean | null | readonly Json[] | { [name: string]: Json }
type Bytes = Uint8Array<ArrayBuffer>

export async function digest(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What is no hexadecimal becomes other bytes, and so fails every comparison. */
export function fromHex(text: string): Bytes {
  const pairs = text.match(/../g) ?? []
  return new Uint8Array(pairs.map((pair) => Number.parseInt(pair, 16)))
}

/** The DER within a PEM. */
export function readPem(pem: string): Bytes {
  const base64 = pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, '')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

export function readBase64Url(text: string): Bytes {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/')
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** Sorted keys, no blanks, UTF-8, texts in NFC (RFC 8785 for the values there are), after `prefix`. */
export function canonicalBytes(value: Json, prefix: Bytes): Bytes {
  const text = new TextEncoder().encode(JSON.stringify(sorted(value)))
  const bytes = new Uint8Array(prefix.length + text.length)
  bytes.set(prefix)
  bytes.set(text, prefix.length)
  return bytes
}

function sorted(value: Json): Json {
  if (typeof value === 'string') return value.normalize('NFC')
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const fields = Object.entries(value).map(([name, item]) => [name.normalize('NFC'), sorted(item)])
  return Object.fromEntries(fields.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)))
}
