import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter, type LocationQueryRaw } from 'vue-router'

import CertificateSearch from './CertificateSearch.vue'

const NUMBER = 'A261872446700001'

/** What comes of the button at an address with this query, the number being that of the address. */
async function searched(query: LocationQueryRaw) {
  const history = createMemoryHistory()
  const router = createRouter({ history, routes: [{ path: '/', component: {} }] })
  await router.push({ path: '/', query })
  const search = mount(CertificateSearch, {
    props: { label: '证书编号', button: '查询' },
    global: { plugins: [router] },
  })
  await search.trigger('submit')
  return { again: search.emitted('again'), router }
}

test.each([{ certificate_no: NUMBER }, {}])(
  'what is shown already is asked for once more: %o',
  async (query) => {
    expect((await searched(query)).again).toHaveLength(1)
  },
)

test('a search leads from a further page to the first', async () => {
  const { again, router } = await searched({ certificate_no: NUMBER, cursor: 'x' })

  expect(again).toBeUndefined()
  await expect.poll(() => router.currentRoute.value.query).toEqual({ certificate_no: NUMBER })
})
