import { keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import type { RecordsSearch } from './search'

export type ServiceRecord = Schemas['ServiceRecord']
export type NewServiceRecord = Schemas['NewServiceRecord']
export type NewSignature = Schemas['NewSignature']

export const recordListOptions = (search: RecordsSearch, myId: string) =>
  queryOptions({
    queryKey: ['service-records', 'list', search, myId],
    queryFn: ({ signal }) => call(http.GET('/api/v1/service-records', { params: { query: queryOf(search, myId) }, signal })),
    placeholderData: keepPreviousData,
  })

/** The days of the address as instants of the branch's zone. */
export function queryOf({ mine, from, to, ...rest }: RecordsSearch, myId: string) {
  return {
    ...rest,
    author_id: mine === true ? myId : undefined,
    from: from === undefined ? undefined : startOf(from).toISOString(),
    to: to === undefined ? undefined : new Date(startOf(to).getTime() + 86_400_000).toISOString(),
    count: true,
  }
}

const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`)

export const recordOptions = (id: string) =>
  queryOptions({
    queryKey: ['service-records', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/service-records/{id}', { params: { path: { id } }, signal })),
  })

export const customerOptions = (id: string | undefined) =>
  queryOptions({
    queryKey: ['customers', 'picked', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined && id !== '',
    staleTime: 60_000,
  })

export const foundCustomersOptions = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'search', q],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })

export const keyPersonsOptions = (customerId: string | undefined) =>
  queryOptions({
    queryKey: ['customers', 'key-persons', customerId],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}/key-persons', { params: { path: { id: customerId ?? '' } }, signal })),
    enabled: customerId !== undefined,
    staleTime: 60_000,
  })

async function keep(queryClient: QueryClient, record: ServiceRecord): Promise<void> {
  queryClient.setQueryData(recordOptions(record.id).queryKey, record)
  void queryClient.invalidateQueries({ queryKey: ['customers'] })
  await queryClient.invalidateQueries({ queryKey: ['service-records', 'list'] })
}

export function useWrite() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewServiceRecord) => call(http.POST('/api/v1/service-records', { body })),
    onSuccess: (record) => keep(queryClient, record),
  })
}

export function useEdit(record: ServiceRecord) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['ServiceRecordPatch']) =>
      call(http.PATCH('/api/v1/service-records/{id}', { params: { path: { id: record.id }, header: ifMatch(record) }, body })),
    onSuccess: (changed) => keep(queryClient, changed),
  })
}

export function useSign(record: ServiceRecord) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: NewSignature) =>
      call(http.POST('/api/v1/service-records/{id}/signatures', { params: { path: { id: record.id }, header: ifMatch(record) }, body })),
    onSuccess: (signed) => keep(queryClient, signed),
  })
}
