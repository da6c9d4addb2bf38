import type { Schemas } from '@/api/client'
import { flag, oneOf, searchSchema, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

export const outcomes = [
  'new',
  'changed',
  'same',
  'conflict',
  'duplicate',
  'invalid',
] as const satisfies readonly Schemas['ImportOutcome'][]

export const importsSearch = searchSchema({ ...listSearch })

export type ImportsSearch = SearchOf<typeof importsSearch>

/** Which rows are listed; `columns` goes back to the columns of an import that was checked. */
export const importSearch = searchSchema({ ...listSearch, outcome: oneOf(outcomes), columns: flag })

export type ImportSearch = SearchOf<typeof importSearch>
