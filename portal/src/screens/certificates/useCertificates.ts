import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'

import { api, call, type Schema } from '@/api/client'
import { useAsk } from '@/ui/useAsk'
import { useRemembered } from '@/ui/useRemembered'

import { questionOf, type Question } from './filters'
import type { Certificate } from './obstacles'
import { useLiveCertificates } from './useLiveCertificates'

export type SearchHint = Schema['SearchHint']

const PAGE = 50

/** The list that the address asks for, one page of it, kept up to date in place (R51-R53). */
export function useCertificates(always: Partial<Question> = {}) {
  const route = useRoute()
  const size = useRemembered('rows-on-a-page', PAGE)
  const question = computed<Question>(() => ({ ...questionOf(route.query), ...always }))
  const rows = shallowRef<Certificate[]>([])
  const count = ref<{ n: number; more: boolean }>()

  const ask = useAsk(() => {
    const query = { ...question.value, limit: size.value, with_count: !question.value.cursor }
    return call(api.GET('/api/v1/certificates', { params: { query } }))
  })
  watch(ask.data, (page) => {
    rows.value = page?.certificates ?? []
    if (typeof page?.count === 'number')
      count.value = { n: page.count, more: page.count_is_lower_bound ?? false }
  })
  watch(
    () => JSON.stringify([question.value, size.value]),
    () => void ask.reload(),
  )
  const live = useLiveCertificates(rows, question, ask.reload)
  return { ...ask, rows, count, size, ...live }
}
