type Bytes = Uint8Array<ArrayBuffer>
type Json = string | number | boolean | null | readonly Json[] | { [name: string]: Json }

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
