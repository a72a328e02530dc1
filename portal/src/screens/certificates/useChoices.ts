import { shallowRef } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useWords } from '@/locales'

interface Choices {
  types: Schema['CertificateTypeChoice'][]
  destinations: Schema['DestinationChoice'][]
  offices: Schema['OfficeChoice'][]
}

const choices = shallowRef<Choices>()
let asked: Promise<void> | undefined

async function load(): Promise<void> {
  const [types, destinations, offices] = await Promise.all([
    call(api.GET('/api/v1/certificate-types')),
    call(api.GET('/api/v1/destinations')),
    call(api.GET('/api/v1/offices')),
  ])
  choices.value = {
    types: types.certificate_types,
    destinations: destinations.destinations,
    offices: offices.offices,
  }
}

/**
 * Types, destinations and customs offices by name: asked for once, codes are shown until they are
 * there, and where they cannot be had.
 */
export function useChoices() {
  const { language } = useWords()
  asked ??= load().catch(() => (asked = undefined))

  const named = (found: { name_zh: string; name_en: string } | undefined, code: string) => {
    if (!found) return code
    return language.value === 'zh' ? found.name_zh : found.name_en
  }
  return {
    choices,
    typeName(id: string): string {
      const found = choices.value?.types.find(({ type_id }) => type_id === id)
      return language.value === 'zh' && found ? found.name_zh_short : named(found, id)
    },
    destinationName: (code: string) =>
      named(
        choices.value?.destinations.find((each) => each.code === code),
        code,
      ),
    /** An office belongs to the regional customs whose digits its code begins with (R103). */
    officeName: (code: string) =>
      named(
        choices.value?.offices.find(({ region }) => code.startsWith(region)),
        code,
      ),
  }
}
