/**
 * Idempotency keys: the same wish sent again, after a cut or by a second click, gets the key it had,
 * so that it is done once. `forget` when it was done: the same content is then a new wish.
 */
export function useOnceKey() {
  let sent = ''
  let key = ''
  return {
    keyFor(content: unknown): string {
      const text = JSON.stringify(content)
      if (text !== sent) key = randomKey()
      sent = text
      return key
    },
    forget(): void {
      sent = ''
    },
  }
}

/** `crypto.randomUUID` is missing on plain http. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
