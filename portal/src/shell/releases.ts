import { anythingUnsaved } from '@/ui/useUnsaved'

const JUST_OPENED_MS = 10_000

/** A new release took away the file that this page wanted: once more, where no input is lost by it. */
addEventListener('vite:preloadError', (event) => {
  if (anythingUnsaved() || performance.now() < JUST_OPENED_MS) return
  event.preventDefault()
  location.reload()
})
