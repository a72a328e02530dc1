import { computed, onScopeDispose, ref } from 'vue'

import { api, call } from '@/api/client'
import { onLiveEvent } from '@/api/events'
import { useAsk, useDo } from '@/ui/useAsk'
import { useFilters } from '@/ui/useFilters'
import { usePages } from '@/ui/usePages'

import { CannotCheck, checkProof, type Checked, type Proof } from './proof'

const PAGE = 50

/** The uses of the enterprise's seals, with the names of who and what. */
export function useLedger() {
  const { filters, asked, clear, isSet } = useFilters(
    ['certificate_no', 'seal_id', 'from_day', 'to_day'],
    () => void pages.reload(),
  )
  const pages = usePages(async (cursor) => {
    const query = { ...asked(), ...(cursor ? { cursor } : {}) }
    const page = await call(api.GET('/api/v1/seal-uses', { params: { query } }))
    return { rows: page.uses, next: page.next_cursor }
  })
  // Whoever has gone on to further pages keeps what is read; the first page shows what is new.
  onScopeDispose(
    onLiveEvent(({ type }) => {
      if (type === 'PrintReleased' && pages.rows.value.length <= PAGE) void pages.reload()
    }),
  )
  const people = useAsk(() => call(api.GET('/api/v1/operators')))
  const seals = useAsk(() => call(api.GET('/api/v1/seals')))
  const signatures = useAsk(() => call(api.GET('/api/v1/signatures')))

  const stamps = computed(() => [
    ...(seals.data.value?.stamps ?? []),
    ...(signatures.data.value?.stamps ?? []),
  ])
  const stampNames = computed(
    () => new Map(stamps.value.map(({ stamp_id, name }) => [stamp_id, name])),
  )
  const personNames = computed(
    () => new Map(people.data.value?.operators.map(({ operator_id, name }) => [operator_id, name])),
  )
  return { filters, clear, isSet, pages, stamps, stampNames, personNames }
}

/** The proof, of all uses or of one certificate's, fetched and checked here and now. */
export function useProof() {
  const proof = ref<Proof>()
  const checked = ref<Checked>()
  const cannot = ref(false)

  const checking = useDo(async (certificateNo: string) => {
    checked.value = undefined
    cannot.value = false
    const query = certificateNo ? { certificate_no: certificateNo } : {}
    const [answer, published] = await Promise.all([
      call(api.GET('/api/v1/seal-uses/proof', { params: { query } })),
      call(api.GET('/api/v1/verification-keys')),
    ])
    proof.value = answer.proof as unknown as Proof
    try {
      checked.value = await checkProof(
        proof.value,
        published.keys.map(({ x }) => x),
      )
    } catch (error) {
      if (!(error instanceof CannotCheck)) throw error
      cannot.value = true
    }
  })
  return { proof, checked, cannot, checking }
}
