import type { Ref } from 'vue'

import { ProblemError, UNREACHABLE, type Problem } from '@/api/problem'

/**
 * The answer, or undefined while the network is away: whoever is at the workstation goes on
 * meanwhile, so that it ends nothing here. `problem` says so until there is an answer.
 */
export async function unlessCutOff<T>(
  problem: Ref<Problem | undefined>,
  asked: Promise<T>,
): Promise<T | undefined> {
  try {
    const answer = await asked
    problem.value = undefined
    return answer
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== UNREACHABLE) throw error
    problem.value = error.problem
    return undefined
  }
}
