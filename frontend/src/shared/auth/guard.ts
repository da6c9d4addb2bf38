import type { QueryClient } from '@tanstack/react-query'
import { redirect } from '@tanstack/react-router'
import type { Domain } from '@/shared/i18n/catalogue'
import { loadWords } from '@/shared/i18n'
import { can, type Permission } from './can'
import { meOptions, type Me } from './session'

type Args = { context: { queryClient: QueryClient }; location: { href: string } }

/** The page needs a permission that the user does not hold; the error page says which. */
export class Forbidden extends Error {
  readonly permission: Permission

  constructor(permission: Permission) {
    super(permission)
    this.name = 'Forbidden'
    this.permission = permission
  }
}

export async function requireSession({ context, location }: Args): Promise<Me> {
  const me = await context.queryClient.ensureQueryData(meOptions)
  const search = ['/', '/workbench'].includes(location.href) ? {} : { back: location.href }
  if (me === null) throw redirect({ to: '/sign-in', search })
  if (me.must_change_password) throw redirect({ to: '/password', search })
  return me
}

/** For `beforeLoad` of a page: the permission it needs and the words it speaks, both before anything is shown. */
export function admit(permission: Permission, ...domains: Domain[]) {
  return async (args: Args): Promise<void> => {
    const [me] = await Promise.all([requireSession(args), loadWords(...domains)])
    if (!can(me, permission)) throw new Forbidden(permission)
  }
}

/** Where to go after sign-in: only an address of this site, never `//elsewhere`. */
export function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/'
}
