import { serverNow } from '@/api/skew'
import { formatDate } from '@/shared/lib/date'

const day = 86_400_000

/** Whole days from today, in the branch's zone, to a day: 0 today, negative when it is over. */
export function daysUntil(date: string, today = formatDate(serverNow())): number {
  return Math.round((Date.parse(date) - Date.parse(today)) / day)
}
