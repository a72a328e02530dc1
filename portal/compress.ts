import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const TEXT = /\.(css|html|js|json|mjs|svg|wasm|webmanifest)$/
const WAYS = {
  '.br': (content: Buffer) =>
    promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
    }),
  '.gz': (content: Buffer) => promisify(gzip)(content, { level: 9 }),
}

/** Puts `.br` and `.gz` beside each text of the build, where they are smaller: the gateway sends them. */
export function compress(): Plugin {
  let folder = ''
  return {
    name: 'compress',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir
    },
    closeBundle: async () => {
      const names = await readdir(folder, { recursive: true })
      await Promise.all(
        names.filter((name) => TEXT.test(name)).map((name) => both(join(folder, name))),
      )
    },
  }
}

async function both(file: string): Promise<void> {
  const content = await readFile(file)
  for (const [suffix, compressed] of Object.entries(WAYS)) {
    const smaller = await compressed(content)
    if (smaller.length < content.length) await writeFile(file + suffix, smaller)
  }
}
