import { calendarDate, flag, oneOf, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

export const methods = ['visit', 'call', 'sms', 'mail', 'hall', 'remote'] as const
export const handlingStatuses = ['open', 'solved', 'passed'] as const

export const recordsSearch = searchSchema({
  ...listSearch,
  method: oneOf(methods),
  handling_status: oneOf(handlingStatuses),
  customer_id: text,
  mine: flag,
  /** Days, both included. */
  from: calendarDate,
  to: calendarDate,
  sort: oneOf(['occurred_at', '-occurred_at']),
})

export type RecordsSearch = SearchOf<typeof recordsSearch>

/** Whom the record is about, asked for on the page when it is absent; and which complaint, where it began with one. */
export const newRecordSearch = searchSchema({ customer_id: text, complaint_id: text })

export type NewRecordSearch = SearchOf<typeof newRecordSearch>
