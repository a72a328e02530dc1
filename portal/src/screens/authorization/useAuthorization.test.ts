import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'

import * as card from '@/ui/useCardSignature'

import { useAuthorization } from './useAuthorization'

const choice = (id: string, isDefault: boolean) => ({
  stamp_id: id,
  name: id,
  kind: 'seal',
  is_default: isDefault,
})

let scope = effectScope()
let sent: string[] = []

/** No answer comes to 授权; each signature of the card is another one. */
beforeEach(() => {
  scope = effectScope()
  sent = []
  let saved = 'old'
  let signatures = 0
  const sign = async () => ({ challenge_id: 'c', card_signature: `signature ${++signatures}` })
  vi.spyOn(card, 'useCardSignature').mockReturnValue({ sign } as never)
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/authorization')) {
      const choices = [choice('old', saved === 'old'), choice('new', saved === 'new')]
      return Response.json({ choices, cautions: [] })
    }
    if (pathname.endsWith('/signatures')) return Response.json({ stamps: [] })
    const body = await request.json()
    if (pathname.endsWith('/defaults')) {
      saved = body.seal_id
      return Response.json({})
    }
    sent.push(body.card_signature)
    throw new TypeError('no network')
  })
})
afterEach(() => {
  scope.stop()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function opened() {
  const found = scope.run(() => useAuthorization(async () => {}))
  if (!found) throw new Error('no scope')
  await vi.waitFor(() => expect(found.chosen.value).toEqual({ seal: 'old' }))
  return found
}

test('what came back without an answer is sent again as it was', async () => {
  const { authorize } = await opened()

  await authorize.run()
  await authorize.run()

  expect(sent).toEqual(['signature 1', 'signature 1'])
})

test('another choice is signed anew', async () => {
  const { authorize, chosen } = await opened()
  await authorize.run()

  chosen.value = { seal: 'new' }
  await nextTick()
  await authorize.run()

  expect(sent).toEqual(['signature 1', 'signature 2'])
})
