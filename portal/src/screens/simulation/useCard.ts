import { useAsk, useDo } from '@/ui/useAsk'
import { useEvery } from '@/ui/useEvery'

import { ask, tell, type CardView } from './specimen'

const LOOK_MS = 1_000

/** The specimen card in the workstation: codes are entered here, and what it signs is shown first. */
export function useCard() {
  const card = useAsk(() => ask<CardView>('/card'))
  useEvery(LOOK_MS, card.reload)

  const entering = useDo(async (code: string) => {
    await tell('/card/code', { code })
    return true
  })
  const answering = useDo(async (pin: string | null) => {
    await tell('/card/pin', { pin })
    await card.reload()
    return true
  })
  return { card, entering, answering }
}
