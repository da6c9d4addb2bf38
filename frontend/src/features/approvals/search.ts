import { oneOf, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

export const views = ['waiting', 'mine', 'all'] as const
export const kinds = ['special_opening', 'renewal'] as const
export const statuses = ['in_review', 'returned', 'approved', 'refused', 'withdrawn'] as const

/** Without `view` the page shows what the user's role asks for first. */
export const approvalsSearch = searchSchema({
  ...listSearch,
  view: oneOf(views),
  status: oneOf(statuses),
  kind: oneOf(kinds),
  customer_id: text,
  sort: oneOf(['updated_at', '-updated_at', 'created_at', '-created_at']),
})

export type ApprovalsSearch = SearchOf<typeof approvalsSearch>
export type View = (typeof views)[number]

/** For whom the application is, and what it asks for; the form asks when they are absent. */
export const applicationSearch = searchSchema({ customer_id: text, kind: oneOf(kinds) })

export type ApplicationSearch = SearchOf<typeof applicationSearch>
