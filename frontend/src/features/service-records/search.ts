import { searchSchema, text } from '@/shared/lib/search-schema'

/** Whom the record is about; asked for on the page when it is absent. */
export const newRecordSearch = searchSchema({ customer_id: text })
