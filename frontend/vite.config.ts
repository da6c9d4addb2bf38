import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { antdCss, antdWithoutStyles } from './scripts/antd-css.ts'

const api = process.env['GUIBIN_API'] ?? 'http://127.0.0.1:8080'
const proxy = Object.fromEntries(['/api', '/docs', '/openapi.yaml', '/openapi.json'].map((path) => [path, api]))

/** What the server sends with every page; `npm run preview` sends it too, so that a breach shows before it lands. */
const csp = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'none'"

export default defineConfig({
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single' }), react(), antdCss(), antdWithoutStyles()],
  resolve: {
    tsconfigPaths: true,
    // antd and its parts write <style> elements, which the CSP refuses; ours writes constructed style sheets instead.
    alias: [
      {
        find: /^(?:@rc-component\/util\/(?:es|lib)|\.{1,2})\/Dom\/dynamicCSS(?:\.js)?$/,
        replacement: `${import.meta.dirname}/src/shared/ui/theme/dynamic-css.ts`,
      },
    ],
  },
  server: { proxy, port: 5173, strictPort: true },
  preview: { proxy, headers: { 'Content-Security-Policy': csp } },
  build: {
    target: ['chrome111', 'firefox114', 'safari16.4'],
    manifest: true,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, as one file: it changes only with its versions, and compresses better whole.
            { name: 'base', test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|openapi-fetch)\// },
            // Our own part of that: thirty small files would each cost a request and compress badly.
            {
              name: 'house',
              test: /src\/(api\/|app\/(pages|router|query-client|menu)\.|shared\/(auth\/(session|can|guard)|lib\/(say-problem|search-schema|url-state|store)|ui\/(error-panel|copy-button|theme\/mode)|i18n\/(index|locales\/zh-CN\/(common|auth)))\.|features\/[^/]+\/search\.|routes\/[^?]*$)/,
            },
          ],
        },
      },
    },
  },
})
