import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import { i18n } from '@/locales'

import DateField from './DateField.vue'
import UploadBox from './UploadBox.vue'

const plugins = [i18n]

test('a day that no calendar has stays as it was typed, and is said to be wrong', async () => {
  const field = mount(DateField, {
    props: { label: '有效期至', modelValue: '' },
    global: { plugins },
  })

  const input = field.get('input')
  await input.setValue('2026-02-30')
  await input.trigger('blur')

  expect(field.emitted('update:modelValue')).toEqual([['2026-02-30']])
  await field.setProps({ modelValue: '2026-02-30' })
  expect(field.text()).toContain('请按 年-月-日 填写')
  expect(input.attributes('aria-invalid')).toBe('true')
})

test('the allowed days stand beside the field before anything is typed', () => {
  const props = { label: '有效期至', modelValue: '', min: '2026-01-05', max: '2026-12-31' }
  const field = mount(DateField, { props, global: { plugins } })

  expect(field.text()).toContain('可选 2026-01-05 至 2026-12-31')
})

function boxWith(file: File) {
  const props = { label: '扫描件', formats: ['PNG'], mostBytes: 3 }
  const box = mount(UploadBox, { props, global: { plugins } })
  const dropped = box.get('.box').trigger('drop', { dataTransfer: { files: [file] } })
  return { box, dropped }
}

test('a file that is dropped is taken', async () => {
  const file = new File(['abc'], 'scan.png', { type: 'image/png' })
  const { box, dropped } = boxWith(file)
  await dropped

  expect(box.emitted('update:modelValue')).toEqual([[file]])
})

test.each([
  [new File(['abcd'], 'large.png'), '超过上限'],
  [new File(['a'], 'scan.pdf'), '类型不符'],
])('a file that is too large or of another kind is not taken: %s', async (file, reason) => {
  const { box, dropped } = boxWith(file)
  await dropped

  expect(box.emitted('update:modelValue')).toBeUndefined()
  expect(box.get('[role=alert]').text()).toContain(reason)
})
