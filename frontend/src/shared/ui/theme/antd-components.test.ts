import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { antdComponents } from './antd-components'

/** What needs no styles of its own. */
const styleless = new Set(['ConfigProvider', 'theme'])

function importedComponents(): string[] {
  const names = globSync('src/**/*.{ts,tsx}')
    .filter((file) => !/\.test\.tsx?$|^src\/test\//.test(file))
    .flatMap((file) => Array.from(readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from 'antd'/g)))
    .flatMap(([, list = '']) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.replace(/ as .*/, ''))
  return [...new Set(names)].filter((name) => !styleless.has(name))
}

test('every antd component that is imported has its styles extracted', () => {
  const listed: readonly string[] = antdComponents
  expect(
    importedComponents().filter((name) => !listed.includes(name)),
    'add these to antd-components.ts',
  ).toEqual([])
})

test('antd is imported by its one door, so that the check above sees it', () => {
  const files = globSync('src/**/*.{ts,tsx}').filter((file) => /from 'antd\/(?!locale\/)/.test(readFileSync(file, 'utf8')))
  expect(files).toEqual([])
})
