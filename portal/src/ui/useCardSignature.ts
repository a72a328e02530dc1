import { computed, ref, shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import type { Problem } from '@/api/problem'

import { unlessCutOff } from './unlessCutOff'
import { problemIn } from './useAsk'

type ToSign = Schema['WantedSignature']['to_sign']
type CardRequest = Schema['CardRequestView']
type Workstation = Schema['WorkstationView']

/** What goes with whatever was signed for, as the API takes it. */
interface CardSigned {
  challenge_id: string
  card_signature: string
}

/** Looking for workstations, none can, which one of several, asking it, over without a signature. */
type Step = 'looking' | 'nobody' | 'choosing' | 'waiting' | 'over'

const PAUSE_MS = 1_000

interface Asking {
  toSign: ToSign
  settle: (signed: CardSigned | undefined) => void
}

// One card, one person: one statement at a time on the whole page, in the shell's one dialog.
const asking = shallowRef<Asking>()
const step = ref<Step>('looking')
const workstations = shallowRef<Workstation[]>([])
const presence = shallowRef<Schema['Presence']>()
const request = shallowRef<CardRequest>()
const problem = ref<Problem>()
const chosen = ref<string>()

/** Has the legal person's card sign at a running workstation (R24, R30, R37). */
export function useCardSignature() {
  return { sign, request, problem, cancel }
}

/** What the dialog shows. */
export function useCardDialog() {
  const open = computed(() => asking.value !== undefined)
  const workstation = computed(() =>
    workstations.value.find(({ workstation_id: id }) => id === chosen.value),
  )
  return { open, step, workstations, workstation, presence, request, problem, look, ask, cancel }
}

/** undefined when nothing was signed; the dialog has said why. */
function sign(toSign: ToSign): Promise<CardSigned | undefined> {
  if (asking.value) return Promise.resolve(undefined)
  return new Promise((settle) => {
    asking.value = { toSign, settle }
    void look()
  })
}

/** Takes the statement back from the workstation where it still waits. */
async function cancel(): Promise<void> {
  const waiting = request.value?.state === 'waiting' ? request.value.request_id : undefined
  settle(undefined)
  if (waiting) await withdraw(waiting)
}

async function withdraw(id: string): Promise<void> {
  try {
    await call(api.DELETE('/api/v1/card-requests/{id}', { params: { path: { id } } }))
  } catch (error) {
    // It expires by itself within minutes, and nothing waits for its signature any more.
    console.warn(error)
  }
}

function settle(signed: CardSigned | undefined): void {
  const asked = asking.value
  asking.value = undefined
  request.value = undefined
  problem.value = undefined
  asked?.settle(signed)
}

/** Asks the only workstation that runs; which one, where there are several. */
async function look(): Promise<void> {
  const mine = asking.value
  step.value = 'looking'
  request.value = undefined
  await orProblem(mine, async () => {
    const found = await call(api.GET('/api/v1/workstations'))
    if (asking.value !== mine) return
    presence.value = found.presence
    workstations.value = found.workstations.filter((one) => one.presence.case === 'running')
    const [only, ...others] = workstations.value
    if (!only) step.value = 'nobody'
    else if (others.length) step.value = 'choosing'
    else await ask(only.workstation_id)
  })
}

async function ask(id: string): Promise<void> {
  const mine = asking.value
  if (!mine) return
  chosen.value = id
  step.value = 'looking'
  await orProblem(mine, async () => {
    const asked = await call(
      api.POST('/api/v1/workstations/{id}/card-requests', {
        params: { path: { id } },
        body: { to_sign: mine.toSign },
      }),
    )
    if (asking.value !== mine) return withdraw(asked.request_id)
    request.value = asked
    step.value = 'waiting'
    await follow(mine, asked.request_id)
  })
}

async function follow(mine: Asking, id: string): Promise<void> {
  while (asking.value === mine && request.value?.state === 'waiting') {
    await new Promise((resume) => setTimeout(resume, PAUSE_MS))
    if (asking.value !== mine) return
    const newest = await unlessCutOff(
      problem,
      call(api.GET('/api/v1/card-requests/{id}', { params: { path: { id } } })),
    )
    if (newest && asking.value === mine) take(newest)
  }
}

function take(newest: CardRequest): void {
  request.value = newest
  if (newest.state === 'signed' && newest.signature)
    settle({ challenge_id: newest.challenge_id, card_signature: newest.signature })
  else if (newest.state !== 'waiting') step.value = 'over'
}

async function orProblem(mine: Asking | undefined, act: () => Promise<unknown>): Promise<void> {
  problem.value = undefined
  try {
    await act()
  } catch (error) {
    const said = problemIn(error)
    if (asking.value !== mine) return
    problem.value = said
    step.value = 'over'
  }
}
