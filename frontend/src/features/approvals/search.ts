import { searchSchema, text } from '@/shared/lib/search-schema'

/** For whom the application is; asked for on the page when it is absent. */
export const applicationSearch = searchSchema({ customer_id: text })
