import { expect, test } from 'vitest'

import { useOnceKey } from './useOnceKey'

test('a wish that is sent again keeps its key', () => {
  const { keyFor } = useOnceKey()
  expect(keyFor({ parts: 'both' })).toBe(keyFor({ parts: 'both' }))
})

test('another wish gets another key', () => {
  const { keyFor } = useOnceKey()
  expect(keyFor({ parts: 'both' })).not.toBe(keyFor({ parts: 'copy' }))
})

test('what was done is a new wish the next time', () => {
  const { keyFor, forget } = useOnceKey()
  const first = keyFor({ parts: 'both' })
  forget()
  expect(keyFor({ parts: 'both' })).not.toBe(first)
})
