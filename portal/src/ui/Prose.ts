import { h, type FunctionalComponent, type VNodeChild } from 'vue'

const TAGS = new Set(
  'p ul ol li strong em code pre blockquote br hr h3 h4 table thead tbody tr th td a'.split(' '),
)
const ADDRESS = /^(https?:|tel:|mailto:|\/(?!\/)|#)/

/**
 * A text that the API gives as HTML, made anew from what a text needs: what it should not contain
 * is left out, so that nothing in it can run.
 */
export const Prose: FunctionalComponent<{ html: string }> = ({ html }) =>
  h('div', { class: 'prose' }, partsOf(new DOMParser().parseFromString(html, 'text/html').body))
Prose.props = ['html']

function partsOf(parent: Node): VNodeChild[] {
  return [...parent.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent
    const name = node.nodeName.toLowerCase()
    return TAGS.has(name) ? h(name, attributesOf(node as Element), partsOf(node)) : null
  })
}

function attributesOf(element: Element): Record<string, string> {
  const address = element.getAttribute('href')
  return address && ADDRESS.test(address) ? { href: address } : {}
}
