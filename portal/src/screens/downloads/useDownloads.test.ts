import { expect, test, vi } from 'vitest'

import { ProblemError, unreachable } from '@/api/problem'

import { patiently } from './useDownloads'

function tooMany(seconds: number): ProblemError {
  const problem = { ...unreachable(429), code: 'service.too_many_requests', details: { seconds } }
  return new ProblemError(problem as never)
}

test('what is asked too often is asked again as late as it is told', async () => {
  vi.useFakeTimers()
  const ask = vi.fn().mockRejectedValueOnce(tooMany(3)).mockResolvedValueOnce('made')
  const made = patiently(ask)
  await vi.advanceTimersByTimeAsync(2_999)
  expect(ask).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1)
  await expect(made).resolves.toBe('made')
  vi.useRealTimers()
})

test('any other refusal is told at once', async () => {
  const refusal = new ProblemError(unreachable(0))
  await expect(patiently(() => Promise.reject(refusal))).rejects.toBe(refusal)
})
