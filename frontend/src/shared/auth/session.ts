import { queryOptions, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { accessToken, dropTokens, keepTokens, mayHaveSession, refresh } from '@/api/token'
import { dropDrafts } from '@/shared/lib/draft'

export type Me = Schemas['Me']

/** Who is signed in; null for nobody. Asked once, then kept until sign-out. */
export const meOptions = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }): Promise<Me | null> => {
    if (accessToken() === undefined && !(mayHaveSession() && (await refresh()))) return null
    return call(http.GET('/api/v1/me', { signal })).catch((cause: unknown) => {
      if (cause instanceof ProblemError && cause.status === 401) return null
      throw cause
    })
  },
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
})

/** The user of a page behind sign-in; the layout's guard has made sure that there is one. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meOptions)
  if (data === null) throw new Error('No session behind the guard')
  return data
}

export async function signIn(queryClient: QueryClient, credentials: Schemas['Login']): Promise<void> {
  keepTokens(await call(http.POST('/api/v1/auth/login', { body: credentials })))
  queryClient.removeQueries({ queryKey: meOptions.queryKey })
  await queryClient.fetchQuery(meOptions)
}

/**
 * Ends the session at the server first: a tab that is closed at once must not leave it open. `leave` goes to a page that
 * needs no user; then nothing of him is kept in this tab, and the others hear of it.
 */
export async function signOut(queryClient: QueryClient, leave: () => Promise<void>): Promise<void> {
  await call(http.POST('/api/v1/auth/logout', { params: { header: { 'X-Guibin-Csrf': '1' } } })).catch(() => undefined)
  dropTokens()
  await leave()
  dropDrafts()
  forgetUser(queryClient)
  channel?.postMessage('signed-out')
}

export function forgetUser(queryClient: QueryClient): void {
  queryClient.clear()
  queryClient.setQueryData(meOptions.queryKey, null)
}

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('guibin.session') : undefined

/** The user signed out in another tab. */
export function onSignedOutElsewhere(listener: () => void): () => void {
  const listen = () => {
    dropTokens()
    listener()
  }
  channel?.addEventListener('message', listen)
  return () => channel?.removeEventListener('message', listen)
}
