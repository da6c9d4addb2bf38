import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { howItEnded } from '@/api/token'
import { safeBack } from '@/shared/auth/guard'
import { signIn } from '@/shared/auth/session'
import { loadWords } from '@/shared/i18n'
import { setupOptions } from './api'
import { Door } from '@/shared/ui/door/door'
import { SignInForm, type Enter, type Known } from './sign-in-form'

/** Most sign in without it, and the first page is weighed in bytes. */
const CodePage = lazy(async () => {
  const [file] = await Promise.all([import('./code-page'), loadWords('code')])
  return { default: file.CodePage }
})

type Props = { back?: string | undefined }

export function SignInPage({ back }: Props) {
  const { t } = useTranslation('auth')
  const { data: setup } = useQuery(setupOptions)
  // Name and password were right, and a code is asked for.
  const [known, setKnown] = useState<Known>()
  const [username, setUsername] = useState('')
  const ending = howItEnded()
  const queryClient = useQueryClient()
  const router = useRouter()
  const enter: Enter = async (credentials) => {
    await signIn(queryClient, credentials)
    router.history.push(safeBack(back))
  }
  if (known !== undefined)
    return (
      <Suspense fallback={null}>
        <CodePage known={known} enter={enter} onLeave={() => setKnown(undefined)} />
      </Suspense>
    )
  const askForCode = (given: Known) => {
    setUsername(given.username)
    setKnown(given)
  }
  return (
    <Door title={t('signIn.title')}>
      {setup?.needed === true ? (
        <p className="notice">
          {t('signIn.setup')} <Link to="/setup">{t('signIn.toSetup')}</Link>
        </p>
      ) : null}
      {ending === undefined ? null : <p className="notice">{t(`signIn.${ending}`)}</p>}
      <SignInForm username={username} enter={enter} onStepUp={askForCode} />
      <p className="muted door-hint">{t('signIn.forgot')}</p>
    </Door>
  )
}
