import { onScopeDispose } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

import { useWords } from '@/locales'

type Question = () => boolean

const forms = new Set<Question>()

/** Whether a form on the page holds what would be lost. */
export function anythingUnsaved(): boolean {
  return [...forms].some((unsaved) => unsaved())
}

/** Whoever filled them in is gone: nothing on the page is asked about any more. */
export function discardUnsaved(): void {
  forms.clear()
}

addEventListener('beforeunload', (event) => {
  if (anythingUnsaved()) event.preventDefault()
})

/** Asks before a screen is left while `unsaved` says that its form holds something. */
export function useUnsaved(unsaved: Question): void {
  const { t } = useWords()
  forms.add(unsaved)
  onScopeDispose(() => forms.delete(unsaved))
  onBeforeRouteLeave(() => !forms.has(unsaved) || !unsaved() || confirm(t('common.unsaved')))
}
