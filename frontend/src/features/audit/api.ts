import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { endOfDay } from '@/shared/lib/date'
import type { AuditSearch, Conditions } from './search'

export type AuditEntry = Schemas['AuditEntry']

/** The days of the address are whole days in the branch's zone; the API takes instants. */
export function queryOf({ actor_id, customer_id, action, outcome, from, to }: Conditions) {
  return {
    actor_id,
    customer_id,
    action,
    outcome,
    from: from === undefined ? undefined : new Date(`${from}T00:00:00+08:00`).toISOString(),
    to: to === undefined ? undefined : endOfDay(Date.parse(`${to}T12:00:00+08:00`)).toISOString(),
  }
}

const page = (query: ReturnType<typeof queryOf> & { cursor?: string | undefined; limit?: number | undefined }, signal: AbortSignal) =>
  call(http.GET('/api/v1/audit-entries', { params: { query }, signal }))

export const entriesOptions = (search: AuditSearch) => {
  const query = { ...queryOf(search), cursor: search.cursor, limit: search.limit }
  return queryOptions({
    queryKey: ['audit', 'list', query],
    queryFn: ({ signal }) => page(query, signal),
    placeholderData: keepPreviousData,
  })
}

/** As many as a person reads through on paper. */
export const mostPrinted = 1000

export const printedOptions = (search: Conditions) => {
  const query = queryOf(search)
  return queryOptions({
    queryKey: ['audit', 'print', query],
    queryFn: async ({ signal }) => {
      const items: AuditEntry[] = []
      let cursor: string | undefined
      do {
        const next = await page({ ...query, cursor, limit: 200 }, signal)
        items.push(...next.items)
        cursor = next.next_cursor ?? undefined
      } while (cursor !== undefined && items.length < mostPrinted)
      return { items, isWhole: cursor === undefined }
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export const whoOptions = (search: Conditions) => {
  const query = { ...queryOf({ customer_id: search.customer_id, from: search.from, to: search.to }), limit: 200 }
  return queryOptions({ queryKey: ['audit', 'who', query], queryFn: ({ signal }) => page(query, signal) })
}

/** Reads every chain from its beginning, so it runs when asked for and is kept until asked again. */
export const verificationOptions = queryOptions({
  queryKey: ['audit-verification'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/audit-entries/verification', { signal })),
  enabled: false,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
  retry: false,
})

export const personOptions = (id: string | undefined) =>
  queryOptions({
    queryKey: ['users', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/users/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined,
    staleTime: 60_000,
  })

export const peopleOptions = (q: string) =>
  queryOptions({
    queryKey: ['users', 'search', q],
    queryFn: ({ signal }) => call(http.GET('/api/v1/users', { params: { query: { q: q === '' ? undefined : q, limit: 20 } }, signal })),
    staleTime: 60_000,
  })

/** Whom the entries are about, as they say it: to read the customer's file for a name would itself go on the trail. */
export const customerIn = (entries: readonly AuditEntry[], id: string | undefined): AuditEntry['customer'] =>
  entries.find(({ customer }) => customer?.id === id)?.customer ?? null
