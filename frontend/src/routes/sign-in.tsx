import { createFileRoute, redirect } from '@tanstack/react-router'
import { signInSearch } from '@/features/auth/search'
import { SignInPage } from '@/features/auth/sign-in-page'
import { safeBack } from '@/shared/auth/guard'
import { meOptions } from '@/shared/auth/session'

export const Route = createFileRoute('/sign-in')({
  validateSearch: signInSearch,
  beforeLoad: async ({ context, search }) => {
    if (search.signed_out === true) return
    // Offline or a failing server must not keep the form away.
    const me = await context.queryClient.ensureQueryData(meOptions).catch(() => null)
    if (me !== null) throw redirect({ href: safeBack(search.back), replace: true })
  },
  component: Page,
})

function Page() {
  const { back } = Route.useSearch()
  return <SignInPage back={back} />
}
