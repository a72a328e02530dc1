import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'

import { CODE, KEY } from './statement.fixture'
import { useVerification } from './useVerification'

const VALID = { verdict: 'valid', message_zh: '有效', message_en: 'Valid' }

let scope = effectScope()

beforeEach(() => {
  scope = effectScope()
  vi.stubGlobal('fetch', async (address: string) =>
    Response.json(address.endsWith('/verification-keys') ? { keys: [KEY] } : VALID),
  )
})

afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

async function checked(text: string) {
  const verification = scope.run(useVerification)
  if (!verification) throw new Error('no scope')
  await verification.check(text)
  await nextTick()
  expect(verification.checking.value).toBe(false)
  return verification.verdict.value
}

test('a browser without Ed25519 shows what the network says', async () => {
  const unknown = new DOMException('Algorithm: Unrecognized name', 'NotSupportedError')
  vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(unknown)

  expect(await checked(CODE)).toMatchObject({
    word: 'valid',
    reading: { outcome: 'uncheckable' },
  })
})

test('so does a page without https, which gets no WebCrypto at all', async () => {
  vi.stubGlobal('crypto', {})

  expect(await checked(CODE)).toMatchObject({
    word: 'valid',
    reading: { outcome: 'uncheckable' },
  })
})

test('so does a browser that lets no page keep anything', async () => {
  const refuse = () => {
    throw new DOMException('access is denied', 'SecurityError')
  }
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse })

  expect(await checked(CODE)).toMatchObject({ word: 'valid', reading: { outcome: 'genuine' } })
})

test('an address that is no address is asked for as it stands', async () => {
  expect((await checked('/verify/%E0%A4%A'))?.word).toBe('valid')
})
