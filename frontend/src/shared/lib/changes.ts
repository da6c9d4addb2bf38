/**
 * What of a form differs from the record it was opened with. What nobody has touched is not sent: somebody else may have
 * changed it meanwhile, and a text may hold a number that was masked on its way here.
 */
export function changedOnly<T extends object>(before: T, values: T): Partial<T> {
  const old = before as Record<string, unknown>
  const changed = Object.entries(values).filter(([field, value]) => (value ?? null) !== (old[field] ?? null))
  return Object.fromEntries(changed) as Partial<T>
}

/** A number of which part was hidden, as the server masks it: digits beside a row of stars. */
const hidden = /(?:\d+\*{3,}\d*|\*{3,}\d+)/

export const maskedIn = (text: string): string | undefined => hidden.exec(text)?.[0]
