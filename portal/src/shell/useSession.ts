import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { api, call, onSessionLost, sessionFound, type Schema } from '@/api/client'
import { ProblemError, type Problem } from '@/api/problem'
import { discardUnsaved } from '@/ui/useUnsaved'

export type CurrentSession = Schema['CurrentSession']

/** What one tab tells the others of this browser, which share its session. */
const tabs = new BroadcastChannel('originprint-session')

/** Who is logged in here; null: nobody; undefined: not known yet. */
export const useSession = defineStore('session', () => {
  const current = ref<CurrentSession | null>()
  /** It ended while a screen was open, whose input is kept. */
  const over = ref(false)
  /** The log-in is asked for above the screen. */
  const lost = ref(false)
  /** A session was there, and its time was over when the page was opened. */
  const expired = ref(false)
  /** Why it is not known who is logged in. */
  const problem = ref<Problem>()

  /** Asks the gateway; `problem` says why it did not answer. */
  async function load(): Promise<void> {
    try {
      meet(await call(api.GET('/api/v1/sessions/current')))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (error.problem.status !== 401) problem.value = error.problem
      else miss(error.problem.code)
    }
  }

  function meet(found: CurrentSession): void {
    const [before, wasOver] = [current.value, over.value]
    current.value = found
    lost.value = over.value = expired.value = false
    problem.value = undefined
    // What the page shows is another person's.
    if (before && !samePerson(before, found)) {
      discardUnsaved()
      location.assign('/')
    } else if (wasOver) sessionFound()
  }

  function miss(code: string): void {
    problem.value = undefined
    if (current.value) end()
    else {
      expired.value = code === 'session.expired'
      current.value = null
    }
  }

  /** Whoever closed the log-in is not asked again by what looks on by itself. */
  function end(): void {
    if (!over.value) lost.value = over.value = true
  }

  async function opened(): Promise<void> {
    await load()
    tabs.postMessage('opened')
  }

  /** An end that the gateway has forgotten already is one too. Raises ProblemError where it is away. */
  async function logOut(): Promise<void> {
    try {
      await call(api.DELETE('/api/v1/sessions/current'))
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error
    }
    tabs.postMessage('ended')
    forget()
  }

  function forget(): void {
    discardUnsaved()
    current.value = null
    lost.value = over.value = false
  }

  tabs.onmessage = ({ data }: MessageEvent<'opened' | 'ended'>) => {
    if (data === 'ended') forget()
    else if (current.value !== undefined) void load()
  }

  onSessionLost(() => {
    if (current.value) end()
  })

  /** R2: everything that the enterprise does, seals and authorization included. */
  const byCard = computed(() => current.value?.caller.medium === 'legal_person_card')
  const may = (action: string) => current.value?.actions.includes(action) ?? false
  return { current, lost, over, expired, problem, byCard, may, load, opened, logOut }
})

function samePerson(one: CurrentSession, other: CurrentSession): boolean {
  return (
    one.caller.operator_id === other.caller.operator_id &&
    one.caller.enterprise_code === other.caller.enterprise_code &&
    one.caller.medium === other.caller.medium
  )
}
