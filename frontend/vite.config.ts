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
      // React has had it since 18.
      { find: /^use-sync-external-store\/shim(?=\/|$)/, replacement: 'use-sync-external-store' },
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
    modulePreload: {
      // The few browsers of the target that lack it load the files when they are imported.
      polyfill: false,
      // What a page needs is listed in the first page's bundle; that one itself is there already.
      resolveDependencies: (_, files, { hostType }) =>
        hostType === 'html' ? files : files.filter((file) => !/(base|house|runtime)-[^/]*$/.test(file)),
    },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs, as one file: it changes only with its versions, and compresses better whole. The few
            // parts that the first page does without stay out.
            {
              name: 'base',
              test: /rolldown\/runtime|node_modules\/(react|react-dom|scheduler|use-sync-external-store|@tanstack|i18next|react-i18next|openapi-fetch)\/(?!.*(useBlocker|useInfiniteQuery|infiniteQueryObserver|useMutation|mutationObserver)\.js)/,
            },
            // Our own part of that: thirty small files would each cost a request and compress badly.
            {
              name: 'house',
              test: /src\/(api\/(?!sse|download)|app\/(pages|router|query-client)\.|shared\/(auth\/(session|can|guard)|lib\/(say-problem|search-schema|store)|ui\/(error-panel|copy-button|theme\/mode)|i18n\/(index|locales\/zh-CN\/(common|auth)))\.|features\/[^/]+\/search\.|routes\/[^?]*$)/,
            },
            // The fields of the pages before the shell, in one file for the same reason.
            { name: 'door', test: /src\/(shared\/ui\/door\/|features\/auth\/(refusal|sign-in-form)\.)/ },
            // What many pages have in common. As eighty files their names alone weigh 2 KB in the first page.
            { name: 'antd', test: /node_modules\/(antd|@rc-component|@ant-design)\//, minShareCount: 18 },
            { name: 'icons', test: /node_modules\/@ant-design\/icons/, minShareCount: 2 },
            { name: 'shelf', test: /src\/(shared\/lib|api)\//, minShareCount: 4 },
          ],
        },
      },
    },
  },
})
