import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import type { Schemas } from '@/api/client'
import { openStream, type ServerEvent } from '@/api/sse'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { useNotices } from './notices'
import { useUnusual } from './unusual'

/** Keeps what is on the screen true: an event makes what it is about stale, and what presses is told at once. */
export function Live() {
  const queryClient = useQueryClient()
  const listens = can(useMe(), 'event.read')
  const tell = useNotices()
  const tellUnusual = useUnusual()
  const onEvent = useEffectEvent((event: ServerEvent) => {
    if (event.topic === 'reload') return refreshAll(queryClient)
    const news = JSON.parse(event.data) as Schemas['LiveEvent']
    refreshWhat(queryClient, news)
    tell(event.id, news)
    tellUnusual(event.id, news)
  })
  useEffect(() => {
    if (!listens) return undefined
    const stream = openStream({ onEvent, onReopen: () => refreshAll(queryClient) })
    return stream.close
  }, [listens, queryClient])
  return null
}

/** Too much may have been missed to say what. */
function refreshAll(queryClient: QueryClient): void {
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
}

/** Query keys begin with the feature's folder; what concerns a customer also changes that customer's pages. */
function refreshWhat(queryClient: QueryClient, { subject_kind, customer_id }: Schemas['LiveEvent']): void {
  const folder = `${subject_kind.replaceAll('_', '-')}s`
  for (const queryKey of [[folder], ['workbench'], ...(customer_id ? [['customers']] : [])]) {
    void queryClient.invalidateQueries({ queryKey })
  }
}
