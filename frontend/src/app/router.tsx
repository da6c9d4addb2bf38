import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { onPasswordOver } from '@/api/password-over'
import { onSessionLost } from '@/api/token'
import { routeTree } from '@/routeTree.gen'
import { forgetUser, meOptions, onSignedInElsewhere, onSignedOutElsewhere } from '@/shared/auth/session'
import { ErrorPage, NotFoundPage, PendingPage } from './pages'

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    // The query cache decides what is fresh, not the router.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: PendingPage,
    defaultPendingMs: 200,
    scrollRestoration: true,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}

/**
 * A session that runs out is opened again over the page; one that is ended, here or in another tab, leads to sign-in; with one of
 * somebody else nothing goes on.
 */
export function followSession(queryClient: QueryClient, router: AppRouter): void {
  const leave = async () => {
    const { pathname, href } = router.state.location
    if (pathname !== '/sign-in' && pathname !== '/setup') {
      // First away from the pages that need a user, then without one.
      await router.navigate({ to: '/sign-in', search: { back: href, signed_out: true }, ignoreBlocker: true })
    }
    forgetUser(queryClient)
  }
  const ask = async () => {
    const again = await import('./ask-again').catch(() => undefined)
    if (again?.askToSignIn(router) !== true) await leave()
  }
  onSessionLost(() => void ask())
  onSignedOutElsewhere(() => void leave())
  onSignedInElsewhere((user) => {
    const me = queryClient.getQueryData(meOptions.queryKey)
    if (me === undefined || me === null || me.id === user) return
    void import('@/shared/auth/sign-in-again')
      .then((file) => file.startAfresh(queryClient, router))
      .catch(() => globalThis.location.assign('/'))
  })
  onPasswordOver(() => void import('./ask-again').then((file) => file.askForPassword(queryClient, router)))
}
