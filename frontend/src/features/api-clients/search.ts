import { searchSchema, text, whole, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

/** `new=1` and `edit=<id>` open a form, so that it survives a reload. */
export const clientSearch = searchSchema({ ...listSearch, new: whole(1, 1), edit: text })

export type ClientSearch = SearchOf<typeof clientSearch>
