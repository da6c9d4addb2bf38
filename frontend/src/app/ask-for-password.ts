import type { QueryClient } from '@tanstack/react-query'
import type { RegisteredRouter } from '@tanstack/react-router'
import { meOptions } from '@/shared/auth/session'

/** A password that is over leads to the page for a new one, and from there back; several calls may be refused at once. */
export async function askForPassword(queryClient: QueryClient, router: RegisteredRouter): Promise<void> {
  const me = await queryClient.fetchQuery({ ...meOptions, staleTime: 0 }).catch(() => undefined)
  const { pathname, href } = router.state.location
  if (me?.must_change_password !== true || pathname === '/password') return
  await router.navigate({ to: '/password', search: { back: href }, ignoreBlocker: true })
}
