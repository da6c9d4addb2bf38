import { queryOptions } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'

export type Workbench = Schemas['Workbench']

export const workbenchOptions = queryOptions({
  queryKey: ['workbench'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/workbench', { signal })),
  // What falls due does so by the clock alone: a page left open overnight shows the new day.
  refetchInterval: 300_000,
})
