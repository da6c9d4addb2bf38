/** No Chinese outside the catalogues: what is not in them cannot be translated. Comments and tests may. */
import { globSync, readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const files = globSync('src/{app,features,routes,shared}/**/*.{ts,tsx}', { cwd: root }).filter(
  (file) => !/\.test\.tsx?$|\.gen\.ts$|\/locales\//.test(file),
)
const found = files.flatMap((file) =>
  withoutComments(readFileSync(new URL(file, root), 'utf8'))
    .split('\n')
    .map((line, index) => ({ line, where: `${file}:${index + 1}` }))
    .filter(({ line }) => /\p{Script=Han}/u.test(line)),
)

for (const { where, line } of found) console.error(`${where}: ${line.trim()}`)
if (found.length > 0) {
  console.error('Move these words into src/shared/i18n/locales.')
  process.exitCode = 1
}

/** Keeps the lines, so that numbers stay right. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|\s)\/\/.*$/gm, '$1')
}
