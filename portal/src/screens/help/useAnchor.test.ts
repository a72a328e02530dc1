import { mount } from '@vue/test-utils'
import { afterEach, expect, test, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'

import { useAnchor } from './useHelp'

afterEach(() => vi.restoreAllMocks())

test('the place that the address names is led to once its text has come', async () => {
  const scrolled = vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(() => {})
  const history = createMemoryHistory()
  const router = createRouter({ history, routes: [{ path: '/', component: {} }] })
  await router.push('/#prepare')
  const text = ref<string>()
  const Screen = defineComponent(() => {
    useAnchor(text)
    return () => (text.value ? h('section', { id: 'prepare' }, text.value) : h('p'))
  })
  const screen = mount(Screen, { attachTo: document.body, global: { plugins: [router] } })
  expect(scrolled).not.toHaveBeenCalled()

  text.value = '打印前'
  await nextTick()
  expect(scrolled.mock.contexts).toEqual([screen.get('#prepare').element])

  text.value = 'Before printing'
  await nextTick()
  expect(scrolled).toHaveBeenCalledTimes(1)
  screen.unmount()
})
