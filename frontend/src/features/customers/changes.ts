/** What a form holds: text as typed, nothing for what is empty. */
export type FormValues = Record<string, string | null | undefined>

/**
 * A merge patch (RFC 7396) of what differs from the record: an emptied field is null, an untouched one is missing.
 * A masked field starts empty in the form, so that empty means unchanged; `cleared` names those to be emptied.
 */
export function changesOf<T extends object>(
  record: T,
  values: FormValues,
  masked: readonly string[],
  cleared: readonly string[],
): Partial<T> {
  const before = record as Record<string, unknown>
  const changes: Record<string, unknown> = {}
  for (const [field, typed] of Object.entries(values)) {
    // As it came, even with blanks around it: nobody has touched it.
    if (!masked.includes(field) && (typed ?? null) === (before[field] ?? null)) continue
    const value = normal(typed)
    if (masked.includes(field)) {
      if (value !== null) changes[field] = value
      else if (cleared.includes(field)) changes[field] = null
    } else if (value !== (before[field] ?? null)) changes[field] = value
  }
  return changes as Partial<T>
}

/** Without what is empty: for a new record. */
export function filled(values: FormValues): Record<string, string> {
  const kept = Object.entries(values).map(([field, value]) => [field, normal(value)] as const)
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== null))
}

function normal(typed: string | null | undefined): string | null {
  const text = typed?.trim() ?? ''
  return text === '' ? null : text
}
