import { createRequire } from 'node:module'
import type * as Extractor from '@ant-design/static-style-extract'
import type * as Antd from 'antd'
import { createElement } from 'react'
import type { Plugin } from 'vite'
import { antdComponents } from '../src/shared/ui/theme/antd-components.ts'
import { light } from '../src/shared/ui/theme/tokens.ts'

const id = 'virtual:antd.css'
const resolved = '\0virtual:antd.css'

/** Serves `virtual:antd.css`: under the strict CSP antd may not write styles at run time, so they are written here. */
export function antdCss(): Plugin {
  let css: string | undefined
  return {
    name: 'guibin:antd-css',
    resolveId: (source) => (source === id ? resolved : undefined),
    load(source) {
      if (source !== resolved) return undefined
      css ??= extract()
      return { code: css, moduleType: 'css' }
    },
  }
}

/**
 * Takes the style functions out of antd's modules: with the styles extracted nobody calls them (`zeroRuntime`), and they
 * are a fifth of its bytes. Only what gives the variables their values stays.
 */
export function antdWithoutStyles(): Plugin {
  return {
    name: 'guibin:antd-without-styles',
    apply: 'build',
    transform: {
      filter: { id: /node_modules\/antd\/es\/.*\/style\/.*\.js$/, code: /gen(StyleHooks|ComponentStyleHook|SubStyleComponent)\(/ },
      handler(code) {
        return { code: withoutStyleFunction(code, this.parse(code)), map: null }
      },
    },
  }
}

type Span = { start: number; end: number }
type Node = Span & { type: string; callee?: { type: string; name?: string }; arguments?: Span[] }

/** The second argument of antd's makers of style hooks becomes an empty function. */
function withoutStyleFunction(code: string, program: unknown): string {
  const spans = calls(program).flatMap(({ callee, arguments: given }) => {
    const second = given?.[1]
    const isMaker = /^gen(StyleHooks|ComponentStyleHook|SubStyleComponent)$/.test(callee?.name ?? '')
    return isMaker && second !== undefined ? [second] : []
  })
  return spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => `${text.slice(0, start)}() => []${text.slice(end)}`, code)
}

function calls(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(calls)
  if (typeof node !== 'object' || node === null || !('type' in node)) return []
  const inner = Object.values(node).flatMap(calls)
  return node.type === 'CallExpression' ? [node as Node, ...inner] : inner
}

export function extract(): string {
  // The extractor comes as CommonJS and must meet the same copy of antd as the provider around it.
  const require = createRequire(import.meta.url)
  const { ConfigProvider } = require('antd') as typeof Antd
  const { extractStyle } = require('@ant-design/static-style-extract') as typeof Extractor
  const theme = { ...light, zeroRuntime: false }
  const css = extractStyle({
    includes: [...antdComponents],
    customTheme: (node) => createElement(ConfigProvider, { theme }, node),
  })
  return css.replace(/([^{}]+)\{([^{}]*)\}/g, (rule, selectors: string, body: string) => {
    if (selectors.trim().startsWith('@')) return rule
    const kept = selectorsOf(selectors).filter((selector) => !unused.some((pattern) => pattern.test(selector)))
    return kept.length === 0 ? '' : `${kept.join(',')}{${body}}`
  })
}

/** Not for us: variables (set at run time, so that dark mode needs no second file), right-to-left, grid breakpoints. */
const unused = [/^\s*\.(guibin|css-var-_R_)/, /-rtl\b/, /\.ant-col-(xs|sm|md|lg|xl|xxl|xxxl)-/]

/** Splits at commas that are not inside `:is(…)` and the like. */
function selectorsOf(list: string): string[] {
  return list.split(/,(?![^()]*\))/)
}
