import { expect, test } from 'vitest'

import { wanted } from './useLogin'

test('a log-in leads back to the screen that was wanted', () => {
  expect(wanted('/seals?state=enabled')).toBe('/seals?state=enabled')
})

test.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', undefined])(
  'a log-in leads nowhere outside: %s',
  (next) => {
    expect(wanted(next)).toBe('/')
  },
)
