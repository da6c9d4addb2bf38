import type { Column, Field } from './api'

/** What the user has chosen and the server does not know yet, by column; null keeps a column as an attribute. */
export type Choices = Readonly<Record<number, Field | null>>

export const fieldOf = ({ index, field }: Column, choices: Choices): Field | null => {
  const chosen = choices[index]
  return chosen === undefined ? (field ?? null) : chosen
}

/** The fields that more than one column goes to: the server takes no such columns. */
export function twice(columns: readonly Column[], choices: Choices): ReadonlySet<Field> {
  const seen = new Set<Field>()
  const found = new Set<Field>()
  for (const column of columns) {
    const field = fieldOf(column, choices)
    if (field === null) continue
    if (seen.has(field)) found.add(field)
    seen.add(field)
  }
  return found
}

/** What tells one customer from another. */
const keys: ReadonlySet<Field | null> = new Set<Field>(['name', 'external_id', 'number', 'id_number', 'mobile'])

export const hasKey = (columns: readonly Column[], choices: Choices): boolean =>
  columns.some((column) => keys.has(fieldOf(column, choices)))
