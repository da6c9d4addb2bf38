import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import type { SettingsSearch } from './search'

export const usersOptions = ({ q, cursor, limit }: SettingsSearch) =>
  queryOptions({
    queryKey: ['users', 'list', { q, cursor, limit }],
    queryFn: ({ signal }) =>
      call(http.GET('/api/v1/users', { params: { query: { ...(q === undefined ? {} : { q }), ...paged({ cursor, limit }) } }, signal })),
    placeholderData: keepPreviousData,
  })

export const orgsOptions = ({ cursor, limit }: SettingsSearch) =>
  queryOptions({
    queryKey: ['orgs', 'list', { cursor, limit }],
    queryFn: ({ signal }) => call(http.GET('/api/v1/orgs', { params: { query: paged({ cursor, limit }) }, signal })),
    placeholderData: keepPreviousData,
  })

/** To choose one from: more units than one answer holds do not occur in one company. */
export const orgChoicesOptions = queryOptions({
  queryKey: ['orgs', 'choices'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/orgs', { params: { query: { limit: 200 } }, signal })),
})

export const policiesOptions = queryOptions({
  queryKey: ['policies', 'list'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/policies', { signal })),
})

export const createUser = (body: Schemas['NewUser']) => call(http.POST('/api/v1/users', { body }))

export const changeUser = (user: Schemas['User'], body: Schemas['UserPatch']) =>
  call(http.PATCH('/api/v1/users/{id}', { params: { path: { id: user.id }, header: ifMatch(user) }, body }))

export const createOrg = (body: Schemas['NewOrg']) => call(http.POST('/api/v1/orgs', { body }))

function paged({ cursor, limit }: { cursor: string | undefined; limit: number | undefined }) {
  return { count: true, ...(cursor === undefined ? {} : { cursor }), ...(limit === undefined ? {} : { limit }) }
}
