import type { QueryClient } from '@tanstack/react-query'
import type { RegisteredRouter } from '@tanstack/react-router'
import { howItEnded } from '@/api/token'
import { asked } from '@/shared/auth/asked'
import { meOptions } from '@/shared/auth/session'

/**
 * A password that is over is replaced over the page, where the page can wait; else on a page of its own, which leads back.
 * Several calls may be refused at once.
 */
export async function askForPassword(queryClient: QueryClient, router: RegisteredRouter): Promise<void> {
  const me = await queryClient.fetchQuery({ ...meOptions, staleTime: 0 }).catch(() => undefined)
  const { pathname, href } = router.state.location
  if (me?.must_change_password !== true || pathname === '/password') return
  if (canWait(router)) return asked.set('password')
  await router.navigate({ to: '/password', search: { back: href }, ignoreBlocker: true })
}

/** Whether the page waits for its user to sign in again: only when time alone has ended the session, and nobody. */
export function askToSignIn(router: RegisteredRouter): boolean {
  const waits = howItEnded() === 'expired' && canWait(router)
  if (waits) asked.set('sign-in')
  return waits
}

/** Pages in the shell can be covered; those without keep a draft. */
const canWait = (router: RegisteredRouter): boolean => router.state.matches.some(({ routeId }) => routeId === '/_app')
