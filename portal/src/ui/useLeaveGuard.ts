import { onMounted, onScopeDispose } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

import { useWords } from '@/locales'

/** Asks before what was filled in is left for another screen, or closed, while it is not saved. */
export function useLeaveGuard(unsaved: () => boolean): void {
  const { t } = useWords()
  const closing = (event: BeforeUnloadEvent) => {
    if (unsaved()) event.preventDefault()
  }
  onMounted(() => addEventListener('beforeunload', closing))
  onScopeDispose(() => removeEventListener('beforeunload', closing))
  onBeforeRouteLeave(() => !unsaved() || window.confirm(t('common.unsaved')))
}
