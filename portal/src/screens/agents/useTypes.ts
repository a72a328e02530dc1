import { computed } from 'vue'

import { api, call } from '@/api/client'
import { useWords } from '@/locales'
import { useAsk } from '@/ui/useAsk'

/** Certificate types by name, in the language that is on. */
export function useTypes() {
  const { language } = useWords()
  const types = useAsk(
    async () => (await call(api.GET('/api/v1/certificate-types'))).certificate_types,
  )
  const options = computed(() =>
    (types.data.value ?? []).map((type) => ({
      id: type.type_id,
      name: language.value === 'zh' ? type.name_zh_short : type.name_en,
    })),
  )
  const nameOf = (id: string) => options.value.find((option) => option.id === id)?.name ?? id
  return { types, options, nameOf }
}
