import dayjs from 'dayjs'

const day = 'YYYY-MM-DD'

/** The last day of a term of so many months: the day before its anniversary, because the last day is included. */
export const endOfTerm = (startsOn: string, months: number): string => dayjs(startsOn).add(months, 'month').subtract(1, 'day').format(day)

export const dayAfter = (date: string): string => dayjs(date).add(1, 'day').format(day)
