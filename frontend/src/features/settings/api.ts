import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import type { UserSearch } from './search'

export type User = Schemas['User']
export type Org = Schemas['Org']

export const userListOptions = ({ q, org_id, active, limit, cursor }: UserSearch) => {
  const query = { q, org_id, active, limit, cursor, count: true }
  return queryOptions({
    queryKey: ['users', 'list', query],
    queryFn: ({ signal }) => call(http.GET('/api/v1/users', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  })
}

export const userOptions = (id: string) =>
  queryOptions({
    queryKey: ['users', 'detail', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })),
  })

/** The whole tree: the API sends it in pages, and a company has some hundred units at most. */
export const orgsOptions = queryOptions({
  queryKey: ['orgs', 'all'],
  queryFn: async ({ signal }): Promise<Org[]> => {
    const all: Org[] = []
    let cursor: string | undefined
    do {
      const page = await call(http.GET('/api/v1/orgs', { params: { query: { limit: 200, cursor } }, signal }))
      all.push(...page.items)
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
    return all
  },
})

export const policiesOptions = queryOptions({
  queryKey: ['policies', 'list'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/policies', { params: { query: { limit: 200 } }, signal })),
})

export const createUser = (body: Schemas['NewUser']) => call(http.POST('/api/v1/users', { body }))

export const changeUser = (user: User, body: Schemas['UserPatch']) =>
  call(http.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id }, header: ifMatch(user) }, body }))

export const userSessionsOptions = (id: string) =>
  queryOptions({
    queryKey: ['users', 'sessions', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/users/{id}/sessions', { params: { path: { id }, query: { limit: 200 } }, signal })),
  })

export const endUserSessions = (id: string) => call(http.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id } } }))

export const removeUserTotp = (id: string) => call(http.POST('/api/v1/users/{id}/totp-removals', { params: { path: { id } }, body: {} }))

export const createOrg = (body: Schemas['NewOrg']) => call(http.POST('/api/v1/orgs', { body }))

export const renameOrg = (org: Org, name: string) =>
  call(http.PATCH('/api/v1/orgs/{id}', { params: { path: { id: org.id }, header: ifMatch(org) }, body: { name } }))

/**
 * Runs a change and makes what it touched stale. When someone else was quicker, the newest state is loaded and the form
 * says so in `stale`; what was typed stays.
 */
export function useChange(folder: 'users' | 'orgs', stale: string) {
  const queryClient = useQueryClient()
  return async <T>(change: () => Promise<T>): Promise<T> => {
    try {
      return await change()
    } catch (cause) {
      if (!(cause instanceof ProblemError) || cause.status !== 412) throw cause
      throw new ProblemError({ ...cause.problem, status: 409, detail: stale })
    } finally {
      await queryClient.invalidateQueries({ queryKey: [folder] })
    }
  }
}
