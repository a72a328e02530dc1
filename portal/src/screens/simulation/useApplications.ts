import { call } from '@/api/client'
import { customs, type CustomsSchema } from '@/api/customs'
import { useAsk, useDo } from '@/ui/useAsk'
import { useEvery } from '@/ui/useEvery'

export type Application = CustomsSchema['ApplicationView']

const LOOK_MS = 3_000

/** The newest applications, looked at again every three seconds while the screen is open. */
export function useApplications() {
  const asked = useAsk(async () => {
    const params = { query: { limit: 100 } }
    return (await call(customs.GET('/applications', { params }))).applications
  })
  useEvery(LOOK_MS, asked.reload)
  return asked
}

/** One application with all that happened to it. */
export function useApplication(no: () => string) {
  const asked = useAsk(() =>
    call(
      customs.GET('/applications/{certificate_no}', { params: { path: { certificate_no: no() } } }),
    ),
  )
  useEvery(LOOK_MS, asked.reload)
  return asked
}

export type Decision = 'approve' | 'return' | 'archive' | 'claim'

/** Which decisions an officer has, by where the application stands. */
export const DECISIONS: Record<Application['state'], readonly Decision[]> = {
  applied: ['approve', 'return'],
  returned: [],
  approved: ['archive', 'claim', 'return'],
  archived: [],
  replaced: [],
}

/** An officer's decision; `warnings` of an approval say that it came too early (R36). */
export function useDecision(done: () => unknown) {
  return useDo(async (decision: Decision, no: string, reason: string) => {
    const params = { path: { certificate_no: no } }
    const answers = {
      approve: () =>
        call(
          customs.POST('/applications/{certificate_no}/approval', { params, body: {} as never }),
        ),
      return: () =>
        call(customs.POST('/applications/{certificate_no}/return', { params, body: { reason } })),
      archive: () => call(customs.POST('/applications/{certificate_no}/archiving', { params })),
      claim: () => call(customs.POST('/applications/{certificate_no}/counter-claim', { params })),
    }
    const answer: Partial<CustomsSchema['ApplicationAnswer']> = await answers[decision]()
    await done()
    return answer.warnings ?? []
  })
}
