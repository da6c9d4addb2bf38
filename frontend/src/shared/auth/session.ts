import { queryOptions, useSuspenseQuery, type QueryClient } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { accessToken, dropTokens, keepTokens, mayHaveSession, refresh } from '@/api/token'
import { dropDrafts } from '@/shared/lib/draft'
import { asked } from './asked'

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
  const me = await queryClient.fetchQuery(meOptions)
  asked.set(undefined)
  if (me !== null) tellSignedIn(me)
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
  channel?.postMessage({ is: 'signed-out' } satisfies Message)
}

export function forgetUser(queryClient: QueryClient): void {
  asked.set(undefined)
  queryClient.clear()
  queryClient.setQueryData(meOptions.queryKey, null)
}

type Message = { is: 'signed-out' } | { is: 'signed-in'; user: string }

const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('guibin.session') : undefined

/** All tabs share the cookie of the session: one that shows somebody else's page must not go on with it. */
export const tellSignedIn = (me: Me): void => channel?.postMessage({ is: 'signed-in', user: me.id } satisfies Message)

/** The user signed out in another tab. */
export const onSignedOutElsewhere = (listener: () => void): (() => void) =>
  listen((message) => {
    if (message.is !== 'signed-out') return
    dropTokens()
    listener()
  })

/** Somebody signed in in another tab; the listener gets his id. */
export const onSignedInElsewhere = (listener: (user: string) => void): (() => void) =>
  listen((message) => {
    if (message.is === 'signed-in') listener(message.user)
  })

function listen(hear: (message: Message) => void): () => void {
  const listener = ({ data }: MessageEvent<Message>) => hear(data)
  channel?.addEventListener('message', listener)
  return () => channel?.removeEventListener('message', listener)
}
