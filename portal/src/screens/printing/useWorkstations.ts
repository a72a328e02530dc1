import { computed, onScopeDispose, watch } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useAsk } from '@/ui/useAsk'
import { useRemembered } from '@/ui/useRemembered'

export type Workstation = Schema['WorkstationView']
export type Presence = Schema['Presence']
export type Printer = Schema['WorkstationPrinter']

const POLL_MS = 5_000

/** What the printer says no to, or what the workstation found in its way. */
export function obstaclesOf(printer: Printer): string[] {
  const lacking = Object.entries(printer.answers ?? {}).filter(([, said]) => said === 'no')
  return [...new Set([...(printer.obstacles ?? []), ...lacking.map(([need]) => need)])]
}

/** What the printer does not say, and nobody has vouched for: it is asked once, at the computer. */
export function unknownOf(printer: Printer): string[] {
  const answers = Object.entries(printer.answers ?? {})
  return answers.filter(([, said]) => said === 'not_said').map(([need]) => need)
}

/** The first of whom the first of these is true that is true of any, else the first of all. */
export function chosenFrom<T>(
  all: readonly T[],
  ...wanted: readonly ((one: T) => boolean)[]
): T | undefined {
  return all.find(wanted.find((wish) => all.some(wish)) ?? (() => true))
}

/** The computers that print and their printers (R69); the choice is remembered in this browser. */
export function useWorkstations() {
  const ask = useAsk(() => call(api.GET('/api/v1/workstations')))
  const choice = useRemembered('printer', { workstation: '', printer: '' })
  const timer = setInterval(() => void ask.reload(), POLL_MS)
  onScopeDispose(() => clearInterval(timer))

  const all = computed(() => ask.data.value?.workstations ?? [])
  const workstation = computed(() =>
    chosenFrom(
      all.value,
      ({ workstation_id }) => workstation_id === choice.value.workstation,
      ({ presence, printers }) => presence.case === 'running' && Boolean(printers?.length),
      ({ presence }) => presence.case === 'running',
    ),
  )
  const printer = computed(() =>
    chosenFrom(
      workstation.value?.printers ?? [],
      ({ uri }) => uri === choice.value.printer,
      (one) => one.default ?? false,
    ),
  )
  watch(workstation, (one) => {
    if (one && !choice.value.workstation) choice.value.workstation = one.workstation_id
  })
  return { ...ask, all, workstation, printer, choice }
}
