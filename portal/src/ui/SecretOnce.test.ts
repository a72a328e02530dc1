import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'

import { i18n } from '@/locales'

import SecretOnce from './SecretOnce.vue'

const DONE = '✓ 已复制'
const BY_HAND = '请按 Ctrl+C'

afterEach(() => {
  Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
  Object.assign(document, { execCommand: undefined })
})

/** What is shown once the button was pressed, in a browser with this clipboard and this old way. */
async function shown(clipboard: unknown, execCommand: () => boolean): Promise<string> {
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
  Object.assign(document, { execCommand })
  const props = { label: '令牌', secret: 'op_specimen', warning: '只显示一次' }
  const box = mount(SecretOnce, { props, global: { plugins: [i18n] } })
  await box.get('button').trigger('click')
  await vi.waitFor(() => expect(box.text()).toMatch(/已复制|Ctrl/))
  return box.text()
}

const refusing = { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) }

test('a secret is said to be copied where it was', async () => {
  const writeText = vi.fn(async () => {})

  expect(await shown({ writeText }, () => false)).toContain(DONE)
  expect(writeText).toHaveBeenCalledWith('op_specimen')
})

test('without a clipboard it is copied in the old way', async () => {
  expect(await shown(undefined, () => true)).toContain(DONE)
})

test.each([undefined, refusing])(
  'what was not copied is to be copied by hand',
  async (clipboard) => {
    const text = await shown(clipboard, () => false)

    expect(text).toContain(BY_HAND)
    expect(text).not.toContain(DONE)
  },
)
