/**
 * Stands in for the module by which antd's parts write <style> elements (see the alias in vite.config.ts). The CSP
 * refuses those; constructed style sheets are allowed, because only our own scripts can make them.
 */
type Config = { attachTo?: unknown; mark?: string }

const sheets = new Map<string, CSSStyleSheet>()

export function updateCSS(css: string, key: string, _config: Config = {}): HTMLStyleElement {
  const known = sheets.get(key)
  const sheet = known ?? new CSSStyleSheet()
  sheet.replaceSync(css)
  if (known === undefined) {
    sheets.set(key, sheet)
    document.adoptedStyleSheets.push(sheet)
  }
  // The callers mark the element they get; it is never attached.
  return document.createElement('style')
}

export function removeCSS(key: string, _config: Config = {}): void {
  const sheet = sheets.get(key)
  if (sheet === undefined) return
  sheets.delete(key)
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet)
}

export function injectCSS(css: string, _config: Config = {}): HTMLStyleElement {
  return updateCSS(css, css)
}

/** Nothing is cached here. */
export function clearContainerCache(): void {}
