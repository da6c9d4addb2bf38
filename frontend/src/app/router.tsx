import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { onPasswordOver } from '@/api/password-over'
import { onSessionLost } from '@/api/token'
import { routeTree } from '@/routeTree.gen'
import { forgetUser, onSignedOutElsewhere } from '@/shared/auth/session'
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

/** A session that ends, here or in another tab, leads to sign-in, and from there back to this page. */
export function followSession(queryClient: QueryClient, router: AppRouter): void {
  const leave = async () => {
    const { pathname, href } = router.state.location
    if (pathname !== '/sign-in' && pathname !== '/setup') {
      // First away from the pages that need a user, then without one.
      await router.navigate({ to: '/sign-in', search: { back: href, signed_out: true }, ignoreBlocker: true })
    }
    forgetUser(queryClient)
  }
  onSessionLost(() => void leave())
  onSignedOutElsewhere(() => void leave())
  onPasswordOver(() => void import('./ask-for-password').then((file) => file.askForPassword(queryClient, router)))
}
