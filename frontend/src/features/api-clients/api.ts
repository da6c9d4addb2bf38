import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { Permission } from '@/shared/auth/can'
import type { ClientSearch } from './search'

export type ApiClient = Schemas['ApiClient']

export const clientListOptions = ({ limit, cursor }: ClientSearch) => {
  const query = { limit, cursor, count: true }
  return queryOptions({
    queryKey: ['api-clients', 'list', query],
    queryFn: ({ signal }) => call(http.GET('/api/v1/api-clients', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

export const clientOptions = (id: string) =>
  queryOptions({
    queryKey: ['api-clients', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/api-clients/{id}', { params: { path: { id } }, signal })),
  })

export const createClient = (body: Schemas['NewApiClient']) => call(http.POST('/api/v1/api-clients', { body }))

const at = (client: ApiClient) => ({ path: { id: client.id }, header: ifMatch(client) })

export const changeClient = (client: ApiClient, body: Schemas['ApiClientPatch']) =>
  call(http.PATCH('/api/v1/api-clients/{id}', { params: at(client), body }))

export const changeSecret = (client: ApiClient) => call(http.POST('/api/v1/api-clients/{id}/secrets', { params: at(client), body: {} }))

/** Runs a change and loads what became of it. Who was too late is told so in the form's words. */
export function useChange(stale: string) {
  const queryClient = useQueryClient()
  return async <T>(change: () => Promise<T>): Promise<T> => {
    try {
      return await change()
    } catch (cause) {
      if (!(cause instanceof ProblemError) || cause.status !== 412) throw cause
      throw new ProblemError({ ...cause.problem, status: 409, detail: stale })
    } finally {
      await queryClient.invalidateQueries({ queryKey: ['api-clients'] })
    }
  }
}

/** What a program may be given, by what it is about. The server refuses the rest, which only people may do. */
export const grantable = [
  ['customer.read', 'customer.write'],
  ['complaint.read', 'complaint.work'],
  ['service_record.read', 'service_record.write'],
  ['approval.read'],
  ['workbench.read', 'event.read'],
  ['import.run', 'export.run'],
  ['org.read', 'user.read', 'policy.read'],
] as const satisfies readonly (readonly Permission[])[]
