import { createFileRoute, redirect } from '@tanstack/react-router'
import { signInSearch } from '@/features/auth/search'
import { PasswordPage } from '@/features/security/light/password-page'
import { meOptions } from '@/shared/auth/session'
import { loadWords } from '@/shared/i18n'

export const Route = createFileRoute('/password')({
  validateSearch: signInSearch,
  beforeLoad: async ({ context }) => {
    const [me] = await Promise.all([context.queryClient.ensureQueryData(meOptions), loadWords('security')])
    if (me === null) throw redirect({ to: '/sign-in', replace: true })
    // Who need not, finds his password among the rest of his sign-in.
    if (!me.must_change_password) throw redirect({ to: '/settings/security', replace: true })
  },
  component: Page,
})

function Page() {
  const { back } = Route.useSearch()
  return <PasswordPage back={back} />
}
