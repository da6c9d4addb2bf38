import * as z from 'zod/mini'

/** For whom the application is; asked for on the page when it is absent. */
export const applicationSearch = z.object({
  customer_id: z.catch(z.optional(z.string()), undefined),
})
