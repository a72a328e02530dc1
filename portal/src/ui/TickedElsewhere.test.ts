import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import { i18n } from '@/locales'

import TickedElsewhere from './TickedElsewhere.vue'

const listed = (...shown: string[]) =>
  mount(TickedElsewhere, {
    props: { selected: new Set(['a', 'b', 'c']), shown },
    global: { plugins: [i18n] },
  })

test.each([
  ['one by one', 0, ['a', 'c']],
  ['all at once', 2, ['a']],
])('what is ticked and not shown is unticked here, %s', async (_, button, left) => {
  const list = listed('a')

  await list.findAll('button')[button]?.trigger('click')

  expect(list.emitted('update:selected')).toEqual([[new Set(left)]])
})

test('what is shown is unticked where it stands', () => {
  expect(listed('a', 'b', 'c').find('section').exists()).toBe(false)
})
