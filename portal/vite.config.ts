import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'

import { compress } from './compress.ts'
import { serviceWorker } from './serviceWorker.ts'

const gateway = process.env['ORIGINPRINT_GATEWAY'] ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    compress(),
    serviceWorker(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    // The content security policy forbids data: addresses.
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    rollupOptions: { input: ['index.html', 'verify/index.html'] },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/customs', '/specimen'].map((path) => [path, { target: gateway }]),
    ),
  },
})
