/** Weighs what a browser loads cold for a page, from the build's manifest, gzip as on the wire; fails above the budget. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

type Chunk = { file: string; src?: string; imports?: string[]; css?: string[]; isEntry?: boolean }

const dist = new URL('../dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Record<string, Chunk>
const kilobyte = 1024

/** Pages, each by the lazy parts that it loads beside the entry: route files and the Chinese words. */
const pages: { name: string; routes: string[]; js: number; css: number }[] = [
  { name: 'sign-in', routes: ['routes/sign-in'], js: 140, css: 10 },
  { name: 'setup', routes: ['routes/setup'], js: 140, css: 10 },
  // Written on a phone, without antd.
  { name: 'service-records/new', routes: ['routes/service-records/new'], js: 180, css: 10 },
  { name: 'approvals/print', routes: ['routes/print/approvals/$approvalId'], js: 180, css: 10 },
  ...['workbench', 'customers/index', 'complaints/index', 'approvals/index', 'service-records/index', 'imports/index', 'settings'].map(
    (route) => ({ name: route, routes: ['routes/_app', `routes/_app/${route}`], js: 380, css: 70 }),
  ),
]

const rows = pages.map(({ name, routes, js, css }) => {
  const keys = Object.keys(manifest).filter((key) => {
    const chunk = manifest[key]
    if (chunk?.isEntry === true) return true
    // The list behind a tab counts as a page: it comes with the tabs around it.
    if (name === 'settings' && key.endsWith('settings/users-part.tsx')) return true
    const words = `locales/zh-CN/${name.split('/')[0] ?? ''}.ts`
    if (name !== 'sign-in' && key.endsWith(words)) return true
    if (name !== 'sign-in' && name !== 'setup' && key.endsWith('locales/zh-CN/shell.ts')) return true
    return routes.some((route) => key.startsWith(`src/${route}.tsx`))
  })
  const files = filesOf(keys)
  return { page: name, js: weigh(files, '.js'), jsBudget: js, css: weigh(files, '.css'), cssBudget: css }
})

console.table(rows)
const over = rows.filter((row) => row.js > row.jsBudget || row.css > row.cssBudget)
for (const row of over) console.error(`${row.page} is over its budget`)
process.exitCode = over.length === 0 ? 0 : 1

/** The parts and everything they import statically. */
function filesOf(keys: string[]): Set<string> {
  const files = new Set<string>()
  const seen = new Set<string>()
  const queue = [...keys]
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const chunk = manifest[key]
    if (chunk === undefined || seen.has(key)) continue
    seen.add(key)
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    queue.push(...(chunk.imports ?? []))
  }
  return files
}

function weigh(files: Set<string>, extension: string): number {
  const bytes = [...files]
    .filter((file) => file.endsWith(extension))
    .reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)
  return Math.round((bytes / kilobyte) * 10) / 10
}
