import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { effectScope, type EffectScope } from 'vue'

import { placesOf, useWorkstationScan, type ScanRequest } from './useWorkstationScan'

const SAID = { message_zh: '', message_en: '' }
const scanner = (address: string, isDefault = false) => ({
  address,
  name: `name of ${address}`,
  found_by: 'typed',
  default: isDefault,
})
const station = (id: string, scanners: object[] = [], state = 'running') => ({
  workstation_id: id,
  name: `desk ${id}`,
  scanners,
  presence: { case: state, ...SAID },
})
const list = (...workstations: object[]) => ({
  presence: { case: workstations.length ? 'running' : 'not_running', ...SAID },
  workstations,
})
const refusal = { code: 'workstation.too_old', detail: '', detail_zh: '', status: 409 }
const view = (state: string, more = {}) => ({ request_id: 'r', state, ...SAID, ...more })

const asked: string[] = []
let answers: Record<string, [number, unknown]> = {}
let scope: EffectScope
let come: ScanRequest[]

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  come = []
  answers = { 'DELETE /scan-requests/r': [200, view('withdrawn')] }
  scope = effectScope()
  vi.stubGlobal('fetch', async (request: Request) => {
    const name = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`
    asked.push(name)
    const [status, body] = answers[name] ?? [404, refusal]
    return new Response(JSON.stringify(body), { status })
  })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const scanning = () => {
  const made = scope.run(() => useWorkstationScan('seal', (request) => come.push(request)))
  if (!made) throw new Error('no scope')
  return made
}
const soon = () => vi.advanceTimersByTimeAsync(10)
const later = () => vi.advanceTimersByTimeAsync(1_500)

async function asking(state: string, more = {}) {
  answers['GET /workstations'] = [200, list(station('w', [scanner('http://s/eSCL')]))]
  answers['POST /workstations/w/scan-requests'] = [201, view('waiting')]
  answers['GET /scan-requests/r'] = [200, view(state, more)]
  const scan = scanning()
  await scan.look()
  const [place] = scan.places.value
  if (place) void scan.ask(place)
  await soon()
  return scan
}

test('only running workstations are offered, with the usual scanner first', () => {
  const stations = [
    station('w', [scanner('http://a/eSCL'), scanner('sane:b', true)]),
    station('v', [scanner('http://c/eSCL')], 'not_running'),
    station('u'),
  ] as unknown as Parameters<typeof placesOf>[0]
  expect(placesOf(stations).map((one) => [one.workstation, one.scanner])).toEqual([
    ['w', 'sane:b'],
    ['w', 'http://a/eSCL'],
    ['u', undefined],
  ])
})

test('nothing is scanned before the person has said that the sheet lies there', async () => {
  answers['GET /workstations'] = [200, list(station('w'))]
  const scan = scanning()
  await scan.look()
  expect(scan.step.value).toBe('choosing')
  expect(asked).toEqual(['GET /workstations'])
})

test('a scan that has come is handed on', async () => {
  const scan = await asking('scanned')
  expect(scan.step.value).toBe('scanning')
  await later()
  expect(come.map((one) => one.request_id)).toEqual(['r'])
  expect(scan.step.value).toBe('idle')
  expect(asked).not.toContain('DELETE /scan-requests/r')
})

test('a trouble stays to be read until the person tries again', async () => {
  const scan = await asking('failed', { trouble: 'cover_open' })
  await later()
  expect(scan.step.value).toBe('over')
  expect(scan.request.value?.trouble).toBe('cover_open')
  expect(come).toEqual([])
})

test('without a workstation that runs it is said which case it is', async () => {
  answers['GET /workstations'] = [200, list()]
  const scan = scanning()
  await scan.look()
  expect(scan.step.value).toBe('nobody')
  expect(scan.presence.value?.case).toBe('not_running')
})

test('a refusal is a problem to be read', async () => {
  answers['GET /workstations'] = [200, list(station('w'))]
  answers['POST /workstations/w/scan-requests'] = [409, refusal]
  const scan = scanning()
  await scan.look()
  const [place] = scan.places.value
  if (place) await scan.ask(place)
  expect(scan.step.value).toBe('over')
  expect(scan.problem.value?.code).toBe('workstation.too_old')
})

test.each(['cancelled', 'left'])('a scan that is %s is withdrawn', async (how) => {
  const scan = await asking('scanning', { part: 0.5 })
  await later()
  if (how === 'left') scope.stop()
  else void scan.cancel()
  await soon()
  expect(asked).toContain('DELETE /scan-requests/r')
  expect(come).toEqual([])
})

test('a network that is cut off for a moment ends nothing', async () => {
  const scan = await asking('scanned')
  const answered = globalThis.fetch
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')))
  await later()
  expect(scan.step.value).toBe('scanning')
  vi.stubGlobal('fetch', answered)
  await later()
  expect(come).toHaveLength(1)
})
