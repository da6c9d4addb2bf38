import { serverNow } from '@/api/skew'
import { formatDate } from '@/shared/lib/date'

type Budget = { day: string; remaining: number }

/** Told with each answer, and kept with what else is known of this user: signing out forgets it. */
export const budgetKey = ['reveals', 'budget'] as const

export const budgetToday = (remaining: number): Budget => ({ day: today(), remaining })

/** How many more customers one may see under the masks today, if that is known. */
export const remainingOf = (budget: Budget | undefined): number | undefined => (budget?.day === today() ? budget.remaining : undefined)

const today = (): string => formatDate(serverNow())
