import type { Schema } from '@/api/client'
import type { Words } from '@/locales'

export type Status = 'done' | 'partly' | 'todo' | 'blocked'

/** One step from the first scan to the first print; `reason` says what is missing. */
export interface Step {
  name: 'declarer' | 'workstation' | 'seal' | 'signature' | 'defaults' | 'authorization' | 'print'
  status: Status
  reason?: Words
  to?: string
}

/** What the gateway says of the enterprise. */
export interface Facts {
  declarers: readonly Schema['DeclarerView'][]
  workstations: Schema['WorkstationList']
  seals: readonly Schema['StampView'][]
  signatures: readonly Schema['StampView'][]
  draft: Schema['AuthorizationDraft']
  /** undefined: nothing was authorized yet. */
  latest: Schema['AuthorizationView'] | undefined
  printed: readonly Schema['PrintJobView'][]
  unanswered: Schema['PrintJobList']
  /** It prints for others, and may have nothing of its own. */
  agent: boolean
  byCard: boolean
}

type Standing = Omit<Step, 'name'>

const DONE: Standing = { status: 'done' }
const OWN = new Set<Step['name']>(['declarer', 'seal', 'signature', 'defaults', 'authorization'])

/** Every step with where it stands, in the order in which they are gone. */
export function stepsOf(facts: Facts): Step[] {
  const stands: Record<Step['name'], Standing> = {
    declarer: declarer(facts),
    workstation: workstation(facts),
    seal: seal(facts),
    signature: signature(facts),
    defaults: defaults(facts),
    authorization: authorization(facts),
    print: print(facts),
  }
  const onlyAgent = facts.agent && !facts.seals.length
  return Object.entries(stands)
    .map(([name, standing]) => ({ name: name as Step['name'], ...standing }))
    .filter(({ name }) => !onlyAgent || !OWN.has(name))
}

function active(stamps: readonly Schema['StampView'][]): boolean {
  return stamps.some(({ state }) => state === 'active')
}

function declarer({ declarers }: Facts): Standing {
  if (declarers.some(({ ended_at: ended }) => !ended)) return DONE
  return { status: 'todo', reason: 'home.reason.declarer', to: '/help/guide#prepare' }
}

function workstation({ workstations: { workstations, presence } }: Facts): Standing {
  if (!workstations.length)
    return { status: 'todo', reason: 'home.reason.notPaired', to: '/workstations' }
  if (presence.case === 'running') return DONE
  return { status: 'partly', reason: 'home.reason.notRunning', to: '/workstations' }
}

function seal({ seals, byCard }: Facts): Standing {
  if (active(seals)) return DONE
  if (!byCard) return { status: 'blocked', reason: 'home.reason.card' }
  return { status: 'todo', reason: 'home.reason.seal', to: '/seals/new' }
}

function signature({ signatures, declarers, byCard }: Facts): Standing {
  if (active(signatures)) return DONE
  if (!byCard) return { status: 'blocked', reason: 'home.reason.card' }
  if (!declarers.length) return { status: 'blocked', reason: 'home.reason.noDeclarer' }
  return { status: 'todo', reason: 'home.reason.signature', to: '/signatures/new' }
}

function defaults({ draft, seals, signatures, byCard }: Facts): Standing {
  const has = (kind: string) =>
    draft.choices.some((choice) => choice.kind === kind && choice.is_default)
  const [forSeal, forSignature] = [has('seal'), has('signature')]
  if (forSeal && forSignature) return DONE
  if (!active(seals) || !active(signatures))
    return { status: 'blocked', reason: 'home.reason.noStamps' }
  if (!byCard) return { status: 'blocked', reason: 'home.reason.card' }
  if (forSeal || forSignature) {
    const reason = forSeal ? 'home.reason.noDefaultSignature' : 'home.reason.noDefaultSeal'
    return { status: 'partly', reason, to: '/authorization' }
  }
  return { status: 'todo', reason: 'home.reason.defaults', to: '/authorization' }
}

function authorization(facts: Facts): Standing {
  const { latest, draft, byCard } = facts
  if (latest?.state === 'waiting')
    return { status: 'partly', reason: 'home.reason.receiptWaiting', to: '/authorization' }
  if (latest?.state === 'rejected')
    return { status: 'partly', reason: 'home.reason.receiptRejected', to: '/authorization' }
  if (latest && draft.self_print) return DONE
  if (defaults(facts).status !== 'done')
    return { status: 'blocked', reason: 'home.reason.noDefaults' }
  if (!byCard) return { status: 'blocked', reason: 'home.reason.card' }
  return { status: 'todo', reason: 'home.reason.authorization', to: '/authorization' }
}

function print({ printed, unanswered, draft, agent, workstations }: Facts): Standing {
  if (printed.length) return DONE
  if (unanswered.jobs.length)
    return {
      status: 'partly',
      reason: 'home.reason.unconfirmed',
      to: '/print-jobs?waiting=confirmation',
    }
  if (!draft.self_print && !agent) return { status: 'blocked', reason: 'home.reason.switchOff' }
  if (!workstations.workstations.length)
    return { status: 'blocked', reason: 'home.reason.noWorkstation' }
  return { status: 'todo', reason: 'home.reason.print', to: '/certificates' }
}
