import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import { Prose } from './Prose'

const made = (html: string) => mount(Prose, { props: { html } }).element.innerHTML

test('a text keeps its paragraphs, lists and links', () => {
  const html = '<p>先<strong>停用</strong></p><ol><li><a href="/seals">印章</a></li></ol>'
  expect(made(html)).toBe(html)
})

test.each(['<script>alert(1)</script>', '<img src="x" onerror="alert(1)">'])(
  'nothing that runs is taken over: %s',
  (html) => {
    expect(made(`<p>text</p>${html}`)).not.toMatch(/script|img|iframe|alert/)
  },
)

test('a link that runs a script leads nowhere', () => {
  expect(made('<a href="javascript:alert(1)" onclick="alert(1)">x</a>')).toBe('<a>x</a>')
})
