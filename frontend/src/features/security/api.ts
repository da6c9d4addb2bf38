import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { meOptions } from '@/shared/auth/session'

export const sessionsOptions = queryOptions({
  queryKey: ['security', 'sessions'],
  queryFn: ({ signal }) => call(http.GET('/api/v1/me/sessions', { params: { query: { limit: 200 } }, signal })),
})

export const changePassword = (body: Schemas['PasswordChange']) => call(http.POST('/api/v1/me/password', { body }))

export const startTotp = (password: string) => call(http.POST('/api/v1/me/totp', { body: { password } }))

export const confirmTotp = (code: string) => call(http.POST('/api/v1/me/totp/confirmations', { body: { code } }))

export const removeTotp = (password: string) => call(http.POST('/api/v1/me/totp/removals', { body: { password } }))

export const endSession = (id: string) => call(http.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } }))

export const endOtherSessions = () => call(http.DELETE('/api/v1/me/sessions'))

/** What `/me` says has changed by one's own deed. */
export function useFreshMe(): () => Promise<unknown> {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([queryClient.fetchQuery({ ...meOptions, staleTime: 0 }), queryClient.invalidateQueries({ queryKey: ['security'] })])
}
