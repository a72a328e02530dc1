import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

const ENTRY = 'verify/index.html'
const BESIDE = ['/verify/', '/icon.svg', '/verify/app.webmanifest']

/**
 * Writes verify/sw.js: it keeps the public check's own files and serves them while there is no network,
 * at the address of a scanned sheet as well. The portal is outside its scope.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = new Set<string>()
      const collect = (name: string): void => {
        const chunk = bundle[name]
        if (files.has(name) || !chunk) return
        files.add(name)
        if (chunk.type !== 'chunk') return
        chunk.viteMetadata?.importedCss.forEach(collect)
        ;[...chunk.imports, ...chunk.dynamicImports].forEach(collect)
      }
      const entry = Object.values(bundle).find(
        (each) => each.type === 'chunk' && each.facadeModuleId?.endsWith(ENTRY),
      )
      if (!entry) throw new Error(`the build has no ${ENTRY}`)
      collect(entry.fileName)
      const kept = [...BESIDE, ...[...files].sort().map((name) => `/${name}`)]
      const version = createHash('sha256').update(kept.join()).digest('hex').slice(0, 12)
      this.emitFile({ type: 'asset', fileName: 'verify/sw.js', source: program(version, kept) })
    },
  }
}

function program(version: string, kept: string[]): string {
  return `const CACHE = 'verify-${version}'
const KEPT = ${JSON.stringify(kept)}
const LONGEST_MS = 6_000

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => names.filter((name) => name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || pathname.startsWith('/api/')) return
  if (event.request.mode === 'navigate') {
    const late = new Promise((_, refuse) => setTimeout(refuse, LONGEST_MS))
    event.respondWith(
      Promise.race([fetch(event.request), late]).catch(() => caches.match('/verify/')),
    )
  } else if (KEPT.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((found) => found ?? fetch(event.request)))
  }
})
`
}
