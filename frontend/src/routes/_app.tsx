import { createFileRoute } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { Shell } from '@/app/shell'
import { asked } from '@/shared/auth/asked'
import { requireSession } from '@/shared/auth/guard'
import { loadWords } from '@/shared/i18n'

const PasswordDialog = lazy(async () => {
  const [file] = await Promise.all([import('@/features/security/password-dialog'), loadWords('security')])
  return { default: file.PasswordDialog }
})
const SignInDialog = lazy(async () => {
  const [file] = await Promise.all([import('@/features/auth/sign-in-dialog'), loadWords('code')])
  return { default: file.SignInDialog }
})

export const Route = createFileRoute('/_app')({
  beforeLoad: async (args) => {
    await Promise.all([requireSession(args), loadWords('shell')])
  },
  component: Page,
})

function Page() {
  const what = asked.use()
  const done = () => asked.set(undefined)
  return (
    <Shell>
      <Suspense fallback={null}>
        {what === 'password' ? <PasswordDialog onDone={done} /> : null}
        {what === 'sign-in' ? <SignInDialog onDone={done} /> : null}
      </Suspense>
    </Shell>
  )
}
