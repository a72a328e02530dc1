import { newKey } from '@/api/client'

/**
 * Sends under an idempotency key: the same one for the same content until an answer came, so that
 * a second try after a broken connection does nothing twice.
 */
export function useOnce() {
  let key = ''
  let keyOf: string | undefined

  return async function once<T>(
    content: unknown,
    send: (header: { 'Idempotency-Key': string }) => Promise<T>,
  ): Promise<T> {
    const text = JSON.stringify(content)
    if (text !== keyOf) [key, keyOf] = [newKey(), text]
    const value = await send({ 'Idempotency-Key': key })
    keyOf = undefined
    return value
  }
}
