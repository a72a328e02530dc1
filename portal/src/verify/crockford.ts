const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]))

/** Crockford's base32, the last character padded with zero bits; undefined for what no encoder writes. */
export function decodeBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const bytes = new Uint8Array(Math.floor((5 * text.length) / 8))
  let kept = 0
  let bits = 0
  let at = 0
  for (const character of text) {
    const value = VALUES.get(character)
    if (value === undefined) return undefined
    kept = (kept << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at++] = kept >> bits
    kept &= (1 << bits) - 1
  }
  return bits < 5 && kept === 0 ? bytes : undefined
}

export function encodeInteger(number: bigint, length: number): string {
  let text = ''
  for (let left = number; text.length < length; left >>= 5n) {
    text = ALPHABET.charAt(Number(left & 31n)) + text
  }
  return text
}

/** Each place weighed with its own power of x in GF(32), modulus x^5 + x^2 + 1. */
export function checkCharacter(body: string): string {
  let total = 0
  for (const character of body) {
    const shifted = (total ^ (VALUES.get(character) ?? 0)) << 1
    total = shifted & 32 ? shifted ^ 0b100101 : shifted
  }
  return ALPHABET.charAt(total)
}
