import { onScopeDispose, ref, shallowRef, type Ref } from 'vue'

import { onSessionFound } from '@/api/client'
import { ProblemError, unreachable, type Problem } from '@/api/problem'

/** What a question came back with: nothing yet, a value, or the reason why there is none. */
export function useAsk<T>(ask: () => Promise<T>, immediately = true) {
  const data = shallowRef<T>()
  const problem = ref<Problem>()
  const loading = ref(false)
  let newest = 0

  /** Only the newest question's answer counts. */
  async function reload(): Promise<void> {
    const mine = ++newest
    loading.value = true
    try {
      const value = await ask()
      if (mine !== newest) return
      data.value = value
      problem.value = undefined
    } catch (error) {
      if (mine === newest) problem.value = problemIn(error)
    } finally {
      if (mine === newest) loading.value = false
    }
  }

  onScopeDispose(() => newest++)
  askedAgain(problem, reload)
  if (immediately) void reload()
  return { data, problem, loading, reload }
}

/** What was refused because the session had ended is asked again once there is one. */
export function askedAgain(problem: Ref<Problem | undefined>, reload: () => Promise<void>): void {
  const end = onSessionFound(() => {
    if (problem.value?.status === 401) void reload()
  })
  onScopeDispose(end)
}

/** Something to be done on a person's word: once at a time, with its problem kept to be shown. */
export function useDo<A extends unknown[], T>(act: (...given: A) => Promise<T>) {
  const problem = ref<Problem>()
  const busy = ref(false)

  /** undefined when it was refused (see `problem`) or is still under way. */
  async function run(...given: A): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = undefined
    try {
      return await act(...given)
    } catch (error) {
      problem.value = problemIn(error)
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { run, problem, busy }
}

/** What an error of whatever kind tells a person. */
export function problemIn(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  console.error(error)
  return unreachable(0)
}
