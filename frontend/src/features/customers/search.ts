import { flag, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

/** What the list shows lives in the URL. `create` opens the form for a new one. */
export const customerSearch = searchSchema({ ...listSearch, q: text, create: flag })

export type CustomerSearch = SearchOf<typeof customerSearch>
