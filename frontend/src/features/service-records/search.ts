import * as z from 'zod/mini'

/** Whom the record is about; asked for on the page when it is absent. */
export const newRecordSearch = z.object({
  customer_id: z.catch(z.optional(z.string()), undefined),
})
