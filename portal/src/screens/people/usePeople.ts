import { api, call, type Schema } from '@/api/client'
import { useAsk, useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

export type Person = Schema['OperatorView']
type Change = 'disable' | 'enable' | 'remove'

/** The people of the enterprise, and what is done to one of them with a word. */
export function usePeople() {
  const list = useAsk(() => call(api.GET('/api/v1/operators')))
  const changing = useDo(async (person: Person, change: Change) => {
    const path = { id: person.operator_id }
    const params = { path }
    if (change === 'remove') await call(api.DELETE('/api/v1/operators/{id}', { params }))
    else if (change === 'disable')
      await call(api.POST('/api/v1/operators/{id}/disable', { params }))
    else await call(api.POST('/api/v1/operators/{id}/enable', { params }))
    await list.reload()
    return true
  })
  return { list, changing }
}

export interface PersonForm {
  name: string
  id_number: string
  user_name: string
  password: string
  card_certificate: string
}

/** Adds a person; of one who is there, sends only what was changed. */
export function useSavePerson() {
  const once = useOnce()
  return useDo((form: PersonForm, person: Person | undefined) => {
    if (person) return edit(form, person)
    const body = { ...form, card_certificate: form.card_certificate || null }
    return once(body, (header) => call(api.POST('/api/v1/operators', { body, params: { header } })))
  })
}

function edit(form: PersonForm, person: Person): Promise<Person> {
  const changed = (value: string, before: string | null | undefined) =>
    value && value !== before ? value : null
  const body = {
    name: changed(form.name, person.name),
    id_number: changed(form.id_number, null),
    user_name: changed(form.user_name, person.user_name),
  }
  const params = { path: { id: person.operator_id } }
  return call(api.PATCH('/api/v1/operators/{id}', { params, body }))
}

export function useResetPassword() {
  const once = useOnce()
  return useDo((id: string, password: string) => {
    const body = { password }
    return once({ id, body }, (header) =>
      call(api.POST('/api/v1/operators/{id}/password', { params: { path: { id }, header }, body })),
    )
  })
}

export function useBindCard() {
  const once = useOnce()
  return useDo((id: string, certificate: string) => {
    const body = { card_certificate: certificate }
    return once({ id, body }, (header) =>
      call(api.POST('/api/v1/operators/{id}/card', { params: { path: { id }, header }, body })),
    )
  })
}

/** Which field a refusal speaks of. */
export const FIELD_OF: Readonly<Record<string, string>> = {
  'operator.user_name_unavailable': 'user_name',
  'operator.user_name_not_allowed': 'user_name',
  'operator.weak_password': 'password',
  'operator.long_password': 'password',
  'operator.common_password': 'password',
  'operator.id_number_taken': 'id_number',
  'operator.wrong_enterprise_card': 'card_certificate',
  'operator.wrong_persons_card': 'card_certificate',
  'card.untrusted': 'card_certificate',
  'card.not_valid_now': 'card_certificate',
  'card.replaced': 'card_certificate',
  'card.revoked': 'card_certificate',
}
