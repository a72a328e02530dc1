import { computed, reactive, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { call } from '@/api/client'
import { customs, type CustomsSchema } from '@/api/customs'
import { useAsk, useDo } from '@/ui/useAsk'

import { ask, type SpecimenPerson } from './specimen'

type Data = CustomsSchema['CertificateData']
type Kind = CustomsSchema['ApplicationForm']['application_kind']

const ANY_DESTINATION = 'BR'
const SPECIMEN_OFFICE = '0100'

/** A specimen application for any certificate type, its data filled in and open to change. */
export function useNewApplication() {
  const route = useRoute()
  const router = useRouter()
  const forms = useAsk(() => call(customs.GET('/forms')))
  const people = useAsk(() => ask<SpecimenPerson[]>('/people'))
  const fields = reactive({
    type: String(route.query['type'] ?? ''),
    destination: '',
    enterpriseCode: '',
    declarerName: '',
    declarerId: '',
    office: SPECIMEN_OFFICE,
    invoice: '',
    agentCode: '',
    kind: String(route.query['kind'] ?? '0') as NonNullable<Kind>,
    old: String(route.query['old'] ?? ''),
    reason: '',
    data: { fields: {}, items: [] } as Data,
  })
  const form = computed(() => forms.data.value?.find(({ type_id }) => type_id === fields.type))

  watch(forms.data, (known) => {
    if (!fields.type) fields.type = known?.[0]?.type_id ?? ''
  })
  watch(form, (chosen) => {
    if (!chosen) return
    fields.destination = chosen.destinations[0]?.replace('*', ANY_DESTINATION) ?? ''
    fields.data = structuredClone(chosen.data) as Data
  })
  watch(people.data, (known) => {
    const person = known?.[0]
    if (!person || fields.enterpriseCode) return
    fields.enterpriseCode = person.enterprise_code
    fields.declarerName = person.name
    fields.declarerId = person.id_number
  })

  const { run, problem, busy } = useDo(async () => {
    const made = await call(customs.POST('/applications', { body: bodyOf(fields) }))
    await router.push(`/simulation/applications/${made.certificate_no}`)
  })
  return { forms, form, fields, apply: run, problem, busy }
}

type Fields = ReturnType<typeof useNewApplication>['fields']

/** Old number and reason go with an amended or reissued certificate only (R98). */
function bodyOf(fields: Fields): CustomsSchema['NewApplication'] {
  const replacing = fields.kind !== '0'
  return {
    enterprise_code: fields.enterpriseCode,
    agent_code: fields.agentCode || null,
    type_id: fields.type,
    destination: fields.destination,
    declarer_id_number: fields.declarerId,
    declarer_name: fields.declarerName,
    issuing_office: fields.office,
    invoice_no: fields.invoice || null,
    application_kind: fields.kind,
    old_certificate_no: replacing ? fields.old : null,
    reason: replacing ? fields.reason : null,
    data: fields.data,
  } as CustomsSchema['NewApplication']
}
