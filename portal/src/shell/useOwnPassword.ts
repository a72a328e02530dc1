import { reactive, ref } from 'vue'

import { api, call } from '@/api/client'
import { useWords } from '@/locales'
import type { Fault } from '@/ui/ErrorSummary.vue'
import { LEAST_PASSWORD } from '@/ui/passwords'
import { useDo } from '@/ui/useAsk'

/** The dialog is open. */
export const passwordAsked = ref(false)

/** Changing one's own password; the other sessions by it end. */
export function useOwnPassword() {
  const { t } = useWords()
  const form = reactive({ old: '', wanted: '', repeated: '' })
  const faults = ref<Fault[]>([])
  const done = ref(false)

  const { run, problem, busy } = useDo(async () => {
    const body = { old_password: form.old, password: form.wanted }
    await call(api.POST('/api/v1/sessions/current/password', { body }))
    Object.assign(form, { old: '', wanted: '', repeated: '' })
    done.value = true
  })

  async function change(): Promise<void> {
    faults.value = missing()
    if (!faults.value.length) await run()
  }

  function missing(): Fault[] {
    const found: Fault[] = []
    if (!form.old) found.push({ field: 'old-password', text: t('shell.oldMissing') })
    if (form.wanted.length < LEAST_PASSWORD)
      found.push({ field: 'new-password', text: t('shell.newTooShort', { least: LEAST_PASSWORD }) })
    if (form.wanted !== form.repeated)
      found.push({ field: 'repeated-password', text: t('shell.notTheSame') })
    return found
  }
  return { form, change, faults, done, problem, busy }
}
