import { onScopeDispose, ref, shallowRef } from 'vue'

import { verificationKeys } from './keys'
import { codeIn, verdictOn, verdictOnFile, type Asked, type Verdict } from './verdict'

const PDF = 'application/pdf'

/** What was asked for and what came of it; only the newest question's verdict is shown. */
export function useVerification() {
  const verdict = shallowRef<Verdict>()
  const asked = ref<Asked>()
  const checking = ref(false)
  const noCode = ref(false)
  const online = ref(navigator.onLine)
  let keys = verificationKeys()
  let newest = 0

  async function judge(judging: () => Promise<Verdict>): Promise<void> {
    const mine = ++newest
    checking.value = true
    noCode.value = false
    try {
      const found = await judging()
      if (mine === newest) verdict.value = found
    } finally {
      if (mine === newest) checking.value = false
    }
  }

  function check(text: string, serial = ''): Promise<void> {
    const wanted = { code: codeIn(text), ...(serial.trim() && { serial: serial.trim() }) }
    asked.value = wanted
    return judge(() => verdictOn(wanted, keys))
  }

  async function checkFile(file: File): Promise<void> {
    asked.value = undefined
    if (file.type === PDF) return judge(() => verdictOnFile(file))
    const { codeInPicture } = await import('./pictures')
    const code = await codeInPicture(file)
    if (code) return check(code)
    noCode.value = true
  }

  function forget(): void {
    newest++
    verdict.value = undefined
    checking.value = false
  }

  const look = () => {
    online.value = navigator.onLine
    if (online.value) keys = verificationKeys()
  }
  addEventListener('online', look)
  addEventListener('offline', look)
  onScopeDispose(() => {
    removeEventListener('online', look)
    removeEventListener('offline', look)
  })
  return { verdict, asked, checking, noCode, online, check, checkFile, forget }
}
