import { queryOptions } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'

/** Does this server still wait for its first administrator? */
export const setupOptions = queryOptions({
  queryKey: ['setup'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/setup', { signal })),
  retry: false,
})

export const setUp = (body: Schemas['NewSetup']) => call(http.POST('/api/v1/setup', { body }))
