const browsers: readonly [string, RegExp][] = [
  ['Edge', /Edg\w*\//],
  ['WeChat', /MicroMessenger\//],
  ['QQ', /QQBrowser\//],
  ['360', /360SE|QihooBrowser/],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrom(e|ium)\//],
  ['Safari', /Safari\//],
]

const systems: readonly [string, RegExp][] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
]

/** `Chrome · Windows` for what a browser says of itself; what is no browser is shown as it is, cut short. */
export function deviceOf(userAgent: string | null | undefined): string | undefined {
  if (userAgent === null || userAgent === undefined || userAgent === '') return undefined
  const named = [browsers, systems].map((list) => list.find(([, pattern]) => pattern.test(userAgent))?.[0])
  const known = named.filter((name) => name !== undefined)
  return known.length === 0 ? Array.from(userAgent).slice(0, 40).join('') : known.join(' · ')
}
