import * as z from 'zod/mini'
import { listSearch } from '@/shared/lib/url-state'

/** What the list shows lives in the URL. `create` opens the form for a new one. */
export const customerSearch = z.object({
  ...listSearch,
  q: z.catch(z.optional(z.string()), undefined),
  create: z.catch(z.optional(z.boolean()), undefined),
})

export type CustomerSearch = z.infer<typeof customerSearch>
