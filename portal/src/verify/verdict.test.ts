import { afterEach, expect, test, vi } from 'vitest'

import { codeIn, verdictOn } from './verdict'

const KEYS = { keys: [], fetchedAt: '2026-11-27T08:00:00Z' }
const VALID = { verdict: 'valid', message_zh: '有效', message_en: 'Valid' }

afterEach(() => vi.unstubAllGlobals())

function network(answer: () => Promise<Response>): void {
  vi.stubGlobal('fetch', answer)
}

test.each([
  ['https://originprint.example/verify/040ZX', '040ZX'],
  [' A261872446700001 ', 'A261872446700001'],
  ['https://originprint.example/verify/A26%2D1?x=1', 'A26-1'],
])('the code is found in what was scanned or typed: %s', (text, code) => {
  expect(codeIn(text)).toBe(code)
})

test('the network has the last word', async () => {
  network(async () => Response.json(VALID))
  expect((await verdictOn({ code: 'A261872446700001' }, KEYS)).word).toBe('valid')
})

test('no network is not a bad certificate', async () => {
  network(() => Promise.reject(new TypeError('no network')))
  expect((await verdictOn({ code: 'A261872446700001' }, KEYS)).word).toBe('unreachable')
})

test.each([429, 502, 503])('an answer %i is no verdict', async (status) => {
  network(async () => new Response('', { status }))
  expect((await verdictOn({ code: 'A261872446700001' }, KEYS)).word).toBe('unreachable')
})
