import type { QueryClient } from '@tanstack/react-query'
import type { RegisteredRouter } from '@tanstack/react-router'
import { call, http, type Schemas } from '@/api/client'
import { keepTokens } from '@/api/token'
import { dropDrafts } from '@/shared/lib/draft'
import { forgetUser, meOptions, tellSignedIn } from './session'

/** A new session for the page that waits; it must not be shown to anybody else, who starts afresh. */
export async function signInAgain(queryClient: QueryClient, router: RegisteredRouter, credentials: Schemas['Login']): Promise<void> {
  const before = queryClient.getQueryData(meOptions.queryKey)
  keepTokens(await call(http.POST('/api/v1/auth/login', { body: credentials })))
  const me = await call(http.GET('/api/v1/me'))
  tellSignedIn(me)
  if (me.id !== before?.id) return startAfresh(queryClient, router)
  queryClient.setQueryData(meOptions.queryKey, me)
}

/** For somebody else, who is signed in already: nothing of whoever was here is left to him. */
export async function startAfresh(queryClient: QueryClient, router: RegisteredRouter): Promise<never> {
  await leaveNothing(queryClient, router)
  globalThis.location.assign('/')
  return new Promise(() => {})
}

/**
 * First the page goes: a form that warns of what is lost would let one stay, on somebody else's page. Then what is kept of
 * its user, with what the page has written down last.
 */
export async function leaveNothing(queryClient: QueryClient, router: RegisteredRouter): Promise<void> {
  await router.navigate({ to: '/sign-in', search: { signed_out: true }, ignoreBlocker: true })
  forgetUser(queryClient)
  dropDrafts()
}

/** What the server has refused in the meantime is asked for once more. */
export const goOn = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' })
