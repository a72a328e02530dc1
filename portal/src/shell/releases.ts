import { tellReach } from '@/api/client'
import { anythingUnsaved } from '@/ui/useUnsaved'

const JUST_OPENED_MS = 10_000

/**
 * A file that the page wanted did not come. Where the gateway answers, a new release took it away: once
 * more, where no input is lost by it. Where it does not, the page stays, and says so.
 */
addEventListener('vite:preloadError', async () => {
  const answered = await gatewayAnswers()
  tellReach(answered)
  if (answered && !anythingUnsaved() && performance.now() >= JUST_OPENED_MS) location.reload()
})

async function gatewayAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok
  } catch {
    return false
  }
}
