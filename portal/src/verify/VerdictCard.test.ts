import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { unreachable } from '@/api/problem'

import VerdictCard from './VerdictCard.vue'
import { verdictOnFile, type Verdict } from './verdict'
import { language } from './words'

const PDF = new File(['%PDF'], 'certificate.pdf', { type: 'application/pdf' })
const VALID = { verdict: 'valid', message_zh: '有效', message_en: 'Valid' } as const

beforeEach(() => {
  language.value = 'en'
})
afterEach(() => vi.unstubAllGlobals())

const shown = (verdict: Verdict) => mount(VerdictCard, { props: { verdict } }).text()

async function shownFor(answer: Response): Promise<string> {
  vi.stubGlobal('fetch', async () => answer)
  return shown(await verdictOnFile(PDF))
}

test('of a file it is said that the service checked its signature', async () => {
  const text = await shownFor(Response.json(VALID))

  expect(text).toContain('The file’s signature was checked by the service')
  expect(text).not.toContain('a number was typed')
})

test('why a file was not taken is told with what to do', async () => {
  const problem = {
    ...unreachable(413),
    code: 'request.too_large',
    detail: 'The upload is larger than 10 MiB',
    what_to_do: 'Make it smaller and send it again',
  }
  const text = await shownFor(Response.json(problem, { status: 413 }))

  expect(text).toContain('The upload is larger than 10 MiB')
  expect(text).toContain('Make it smaller')
  expect(text).toContain('The file’s signature was not checked')
})

test('a service that is away is told of as a network that is', async () => {
  const problem = { ...unreachable(503), code: 'service.unavailable' }
  const text = await shownFor(Response.json(problem, { status: 503 }))

  expect(text).toContain('A file can be checked by the network only')
})

test('a genuine statement says which sheet of how many it is', () => {
  const statement = {
    certificateNo: 'A261872446700001',
    issueDate: '2026-11-27',
    typeCode: 'A',
    exporter: 'SPECIMEN TRADING',
    part: 'original' as const,
    printSerial: '0000-C1S0-0R9E',
    sheet: 1,
    sheets: 2,
  }
  const text = shown({
    word: 'signatureOnly',
    reading: { outcome: 'genuine', statement },
    statement,
  })

  expect(text).toContain('Original, sheet 1 of 2')
})
