import { flag, searchSchema, text, whole, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

/** `new=1` and `edit=<id>` open a form, so that it survives a reload. */
export const userSearch = searchSchema({
  ...listSearch,
  q: text,
  org_id: text,
  active: flag,
  new: whole(1, 1),
  edit: text,
  password: text,
  security: text,
})

export type UserSearch = SearchOf<typeof userSearch>
