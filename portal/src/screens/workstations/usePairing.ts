import { ref } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { useDo } from '@/ui/useAsk'
import { useOnce } from '@/ui/useOnce'

/** Two steps: the code finds the computer, a person compares it and says that it is theirs. */
export function usePairing() {
  const code = ref('')
  const name = ref('')
  const found = ref<Schema['PairingView']>()
  const once = useOnce()

  const looking = useDo(async () => {
    const path = { code: code.value }
    found.value = await call(api.GET('/api/v1/workstation-pairings/{code}', { params: { path } }))
    name.value = found.value.name
  })

  const approving = useDo(() => {
    const path = { code: code.value }
    const body = { name: name.value.trim() || null }
    return once({ path, body }, (header) =>
      call(
        api.POST('/api/v1/workstation-pairings/{code}/approval', {
          params: { path, header },
          body,
        }),
      ),
    )
  })

  function again(): void {
    found.value = undefined
    looking.problem.value = undefined
    approving.problem.value = undefined
  }
  return { code, name, found, looking, approving, again }
}
