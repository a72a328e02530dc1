import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { useCardDialog, useCardSignature } from './useCardSignature'

const CASE = { message_zh: '', message_en: '' }
const station = (id: string, state = 'running') => ({
  workstation_id: id,
  name: id,
  presence: { case: state, ...CASE },
})
const view = (state: string) => ({
  request_id: 'r',
  challenge_id: 'c',
  state,
  signature: state === 'signed' ? 's' : null,
})
const refusal = { code: 'workstation.not_running', detail: '', detail_zh: '', status: 409 }

const asked: string[] = []
let answers: Record<string, [number, unknown]> = {}

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  answers = {}
  vi.stubGlobal('fetch', async (request: Request) => {
    const name = `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`
    asked.push(name)
    const [status, body] = answers[name] ?? [404, refusal]
    return new Response(JSON.stringify(body), { status })
  })
})
afterEach(async () => {
  await useCardSignature().cancel()
  vi.useRealTimers()
})

const { sign, cancel, problem } = useCardSignature()
const { step, ask, open } = useCardDialog()
const running = (...ids: string[]) => ({
  presence: { case: 'running', ...CASE },
  workstations: ids.map((id) => station(id)),
})

test('the only running workstation is asked, and its signature comes back', async () => {
  answers['GET /workstations'] = [200, running('w')]
  answers['POST /workstations/w/card-requests'] = [201, view('waiting')]
  answers['GET /card-requests/r'] = [200, view('signed')]
  const signed = sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(1_500)
  expect(await signed).toEqual({ challenge_id: 'c', card_signature: 's' })
  expect(open.value).toBe(false)
})

test('one of several workstations is chosen by the person', async () => {
  answers['GET /workstations'] = [200, running('w', 'v')]
  answers['POST /workstations/v/card-requests'] = [201, view('waiting')]
  void sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(10)
  expect(step.value).toBe('choosing')
  void ask('v')
  await vi.advanceTimersByTimeAsync(10)
  expect(step.value).toBe('waiting')
})

test('a workstation that does not run is asked nothing', async () => {
  answers['GET /workstations'] = [
    200,
    { presence: { case: 'not_running', ...CASE }, workstations: [station('w', 'not_running')] },
  ]
  void sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(10)
  expect(step.value).toBe('nobody')
  expect(asked).toEqual(['GET /workstations'])
})

test('a refusal stays in the dialog until it is closed', async () => {
  answers['GET /workstations'] = [200, running('w')]
  answers['POST /workstations/w/card-requests'] = [201, view('waiting')]
  answers['GET /card-requests/r'] = [200, view('refused')]
  const signed = sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(1_500)
  expect(step.value).toBe('over')
  await cancel()
  expect(await signed).toBeUndefined()
  expect(asked).not.toContain('DELETE /card-requests/r')
})

test('what waits at the workstation is taken back when the person cancels', async () => {
  answers['GET /workstations'] = [200, running('w')]
  answers['POST /workstations/w/card-requests'] = [201, view('waiting')]
  answers['DELETE /card-requests/r'] = [200, view('withdrawn')]
  const signed = sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(10)
  await cancel()
  expect(await signed).toBeUndefined()
  expect(asked).toContain('DELETE /card-requests/r')
})

test('a network that is away for a moment ends no request', async () => {
  answers['GET /workstations'] = [200, running('w')]
  answers['POST /workstations/w/card-requests'] = [201, view('waiting')]
  answers['GET /card-requests/r'] = [502, '']
  const signed = sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(1_500)
  expect(problem.value?.code).toBe('portal.unreachable')
  answers['GET /card-requests/r'] = [200, view('signed')]
  await vi.advanceTimersByTimeAsync(1_000)
  expect(await signed).toEqual({ challenge_id: 'c', card_signature: 's' })
})

test('the gateway saying no is shown with what to do', async () => {
  answers['GET /workstations'] = [200, running('w')]
  answers['POST /workstations/w/card-requests'] = [409, refusal]
  void sign({ purpose: 'authorize' })
  await vi.advanceTimersByTimeAsync(10)
  expect(problem.value?.code).toBe('workstation.not_running')
  expect(step.value).toBe('over')
})
