import { calendarDate, oneOf, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

const conditions = {
  actor_id: text,
  customer_id: text,
  action: text,
  outcome: oneOf(['done', 'refused']),
  from: calendarDate,
  to: calendarDate,
}

/** Everything asked of the trail is in the address; `open` is the entry whose particulars are shown. */
export const auditSearch = searchSchema({ ...listSearch, ...conditions, open: text })
export const auditPrintSearch = searchSchema(conditions)

export type AuditSearch = SearchOf<typeof auditSearch>
export type Conditions = SearchOf<typeof auditPrintSearch>
