import { expect, test } from 'vitest'

import { useOnce } from './useOnce'

const key = (header: { 'Idempotency-Key': string }) => Promise.resolve(header['Idempotency-Key'])

test('the same content is tried again under the same key until an answer came', async () => {
  const once = useOnce()
  const tried: string[] = []
  const broken = once('one', async (header) => {
    tried.push(await key(header))
    throw new Error('no network')
  })

  await expect(broken).rejects.toThrow()
  const second = await once('one', key)
  const third = await once('one', key)

  expect(second).toBe(tried[0])
  expect(third).not.toBe(second)
})

test('other content has another key', async () => {
  const once = useOnce()
  const tried: string[] = []
  const broken = once('one', async (header) => {
    tried.push(await key(header))
    throw new Error('no network')
  })

  await expect(broken).rejects.toThrow()

  expect(await once('two', key)).not.toBe(tried[0])
})
