import { mergeConfig } from 'vite'
import { defineConfig } from 'vitest/config'

import vite from './vite.config'

export default mergeConfig(
  vite,
  defineConfig({
    test: {
      environment: 'happy-dom',
      // A browser for each file would be five sixths of the time; no test leaves anything in it.
      isolate: false,
      include: ['src/**/*.test.ts'],
      server: { deps: { inline: ['element-plus'] } },
    },
  }),
)
