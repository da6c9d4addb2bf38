import { flag, oneOf, searchSchema, text, whole, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

export const statuses = ['unclosed', 'open', 'replied', 'closed'] as const
export const levels = [1, 2, 3] as const
export const terms = ['overdue', 'soon', 'today'] as const

/** What the list shows lives in the URL. `new=1` opens the form for a new one, about `customer_id` when it is there. */
export const complaintSearch = searchSchema({
  ...listSearch,
  q: text,
  status: oneOf(statuses),
  level: oneOf(levels),
  /** Past the limit, due in half an hour, due today; the last two mean what is still within its limit. */
  due: oneOf(terms),
  mine: flag,
  customer_id: text,
  sort: oneOf(['due_at', '-due_at', '-received_at']),
  new: whole(1, 1),
})

export type ComplaintSearch = SearchOf<typeof complaintSearch>
