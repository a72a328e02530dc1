import { ref, watch } from 'vue'

import { call } from '@/api/client'
import { customs } from '@/api/customs'
import { useAsk, useDo } from '@/ui/useAsk'

/** For whom declarers are filed, and of one of them its declarers, authorizations and history. */
export function useEnterprises() {
  const codes = useAsk(() => call(customs.GET('/enterprises')))
  const chosen = ref('')
  const detail = useAsk(() => detailOf(chosen.value), false)

  watch(codes.data, (known) => {
    if (!chosen.value) chosen.value = known?.[0] ?? ''
  })
  watch(chosen, (code) => {
    if (code) void detail.reload()
  })

  const { run, problem, busy } = useDo(async (code: string, name: string, idNumber: string) => {
    const body = { enterprise_code: code, name, id_number: idNumber }
    await call(customs.POST('/declarers', { body }))
    await codes.reload()
    chosen.value = code
    await detail.reload()
    return true
  })
  return { codes, chosen, detail, file: run, problem, busy }
}

async function detailOf(code: string) {
  const query = { enterprise_code: code }
  const [declarers, authorizations, timeline] = await Promise.all([
    call(customs.GET('/declarers', { params: { query } })),
    call(customs.GET('/authorizations', { params: { query } })),
    call(
      customs.GET('/enterprises/{enterprise_code}/timeline', {
        params: { path: { enterprise_code: code } },
      }),
    ),
  ])
  return { declarers, authorizations, timeline }
}
