/**
 * What a page keeps in its URL. A value that does not fit counts as absent, so that an old or mistyped link opens the
 * plain page and not an error. Small on purpose: every route's schema is loaded before the first page.
 */
export type Reader<T> = (value: unknown) => T | undefined

type Shape = Record<string, Reader<unknown>>
export type SearchOf<S extends (raw: Record<string, unknown>) => unknown> = ReturnType<S>

export function searchSchema<S extends Shape>(shape: S) {
  type Search = { [K in keyof S]?: Exclude<ReturnType<S[K]>, undefined> | undefined }
  return (raw: Record<string, unknown>): Search => {
    const read = Object.entries(shape).map(([key, reader]) => [key, reader(raw[key])] as const)
    // Built key by key from the shape, whose types say the same.
    return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Search
  }
}

/** The router reads `?q=138` as a number; it was text. */
export const text: Reader<string> = (value) => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const flag: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : undefined)

export const whole =
  (min: number, max: number): Reader<number> =>
  (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined

/** `2026-08-01` */
export const calendarDate: Reader<string> = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined

export const oneOf =
  <const T extends readonly (string | number)[]>(allowed: T): Reader<T[number]> =>
  (value) =>
    allowed.find((candidate) => candidate === value)
