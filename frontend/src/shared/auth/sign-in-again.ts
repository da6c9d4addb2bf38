import type { QueryClient } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { keepTokens } from '@/api/token'
import { meOptions } from './session'

/** A new session for the page that waits; it must not be shown to anybody else, who starts afresh. */
export async function signInAgain(queryClient: QueryClient, credentials: Schemas['Login']): Promise<void> {
  const before = queryClient.getQueryData(meOptions.queryKey)
  keepTokens(await call(http.POST('/api/v1/auth/login', { body: credentials })))
  const me = await call(http.GET('/api/v1/me'))
  if (me.id !== before?.id) {
    globalThis.location.assign('/')
    return new Promise(() => {})
  }
  queryClient.setQueryData(meOptions.queryKey, me)
}

/** What the server has refused in the meantime is asked for once more. */
export const goOn = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
