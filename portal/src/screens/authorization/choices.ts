import type { Schema } from '@/api/client'

export type Draft = Schema['AuthorizationDraft']
export type Authorization = Schema['AuthorizationView']
export type ReceiptItem = Schema['AuthorizationItem']
export type Caution = Schema['Caution']
type Stamp = Schema['StampView']

/** One thing to be chosen: the seal, or the signature of one declarer. */
export interface Group {
  /** 'seal', or the declarer. */
  key: string
  /** The declarer's name; empty for the seal. */
  name: string
  choices: { id: string; name: string; isDefault: boolean }[]
}

/** The chosen id of each group; empty: none. */
export type Chosen = Record<string, string>

export const SEAL = 'seal'

/** One seal for the enterprise, one signature for each declarer (R29, R30). */
export function groupsOf(draft: Draft, signatures: readonly Stamp[]): Group[] {
  const seal: Group = { key: SEAL, name: '', choices: [] }
  const byDeclarer = new Map<string, Group>()
  for (const choice of draft.choices) {
    const one = { id: choice.stamp_id, name: choice.name, isDefault: choice.is_default }
    if (choice.kind === 'seal') {
      seal.choices.push(one)
      continue
    }
    const name = choice.declarer_name ?? choice.name
    const made = signatures.find((stamp) => stamp.stamp_id === choice.stamp_id)
    const key = made?.declarer_id ?? name
    const group = byDeclarer.get(key) ?? { key, name, choices: [] }
    group.choices.push(one)
    byDeclarer.set(key, group)
  }
  return [seal, ...byDeclarer.values()]
}

/** The defaults as they are; the only one there is is proposed where none was chosen yet. */
export function defaultsOf(groups: readonly Group[], propose: boolean): Chosen {
  return Object.fromEntries(
    groups.map(({ key, choices }) => {
      const only = propose && choices.length === 1 ? choices[0] : undefined
      return [key, (choices.find((one) => one.isDefault) ?? only)?.id ?? '']
    }),
  )
}

export function isChanged(groups: readonly Group[], chosen: Chosen): boolean {
  const saved = defaultsOf(groups, false)
  return groups.some(({ key }) => (chosen[key] ?? '') !== saved[key])
}

/** As the API takes them; undefined where no seal is chosen. */
export function bodyOf(chosen: Chosen): Schema['Defaults'] | undefined {
  const { [SEAL]: sealId, ...signatures } = chosen
  if (!sealId) return undefined
  return { seal_id: sealId, signature_ids: Object.values(signatures).filter(Boolean) }
}
