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

export function readBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export function readBase64Url(text: string): Bytes {
  return readBase64(text.replaceAll('-', '+').replaceAll('_', '/'))
}

/** The DER within a PEM. */
export function readPem(pem: string): Bytes {
  return readBase64(pem.replace(/-----[^-]+-----/g, '').replace(/\s/g, ''))
}
