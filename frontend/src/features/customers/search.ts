import { calendarDate, flag, oneOf, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'
import { kinds, sorts, specialKinds, statuses, timelineKinds } from './words'

/** What the list shows lives in the URL. `owner` is `me` or a user's id; `create` opens the form for a new one. */
export const customerSearch = searchSchema({
  ...listSearch,
  q: text,
  kind: oneOf(kinds),
  special: flag,
  special_kind: oneOf(specialKinds),
  status: oneOf(statuses),
  tier: text,
  owner: text,
  org_id: text,
  ends_before: calendarDate,
  sort: oneOf(sorts),
  create: flag,
})

export type CustomerSearch = SearchOf<typeof customerSearch>

/** `edit` opens the form, `kind` filters the timeline. */
export const customerPageSearch = searchSchema({ edit: flag, kind: oneOf(timelineKinds) })

export type CustomerPageSearch = SearchOf<typeof customerPageSearch>
