import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { api, call, type Schema } from '@/api/client'
import { ProblemError } from '@/api/problem'

export type CurrentSession = Schema['CurrentSession']

/** Who is logged in here; null: nobody; undefined: not asked yet. */
export const useSession = defineStore('session', () => {
  const current = ref<CurrentSession | null>()
  const lost = ref(false)

  /** Asks the gateway. Raises ProblemError when it cannot answer. */
  async function load(): Promise<void> {
    try {
      current.value = await call(api.GET('/api/v1/sessions/current'))
      lost.value = false
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error
      current.value = null
    }
  }

  async function logOut(): Promise<void> {
    await call(api.DELETE('/api/v1/sessions/current'))
    current.value = null
  }

  /** R2: everything that the enterprise does, seals and authorization included. */
  const byCard = computed(() => current.value?.caller.medium === 'legal_person_card')
  const may = (action: string) => current.value?.actions.includes(action) ?? false
  return { current, lost, byCard, may, load, logOut }
})
