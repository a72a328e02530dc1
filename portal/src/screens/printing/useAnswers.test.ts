import { afterEach, expect, test, vi } from 'vitest'

import { unreachable } from '@/api/problem'

import type { Job } from './facts'
import { useAnswers } from './useAnswers'

const JOBS = ['c', 'b', 'a'].map((id) => ({ job_id: id, certificate_no: `A26-${id}` }) as Job)

afterEach(() => vi.unstubAllGlobals())

/** The gateway refuses to cancel the job `id` with this status and code. */
function refusing(id: string, status: number, code: string): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async ({ url }: Request) => {
    const job = /print-jobs\/(\w)\/cancellation$/.exec(url)?.[1] ?? ''
    asked.push(job)
    if (job !== id) return Response.json({})
    return Response.json({ ...unreachable(status), code }, { status })
  })
  return asked
}

test('what its workstation has already ends no cancelling of the others', async () => {
  const asked = refusing('b', 409, 'print.already_released')
  const { cancelling, cancelled, kept } = useAnswers()

  await cancelling.run(JOBS)

  expect(asked).toEqual(['c', 'b', 'a'])
  expect(cancelled.value).toBe(2)
  expect(kept.value.map(({ job, problem }) => [job.job_id, problem.code])).toEqual([
    ['b', 'print.already_released'],
  ])
  expect(cancelling.problem.value).toBeUndefined()
})

test('without an answer nothing more is asked, and it is said how far it came', async () => {
  const asked = refusing('b', 503, 'service.unavailable')
  const { cancelling, cancelled } = useAnswers()

  await cancelling.run(JOBS)

  expect(asked).toEqual(['c', 'b'])
  expect(cancelled.value).toBe(1)
  expect(cancelling.problem.value?.code).toBe('service.unavailable')
})
