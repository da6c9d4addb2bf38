import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { hasEnded } from '@/api/token'
import { safeBack } from '@/shared/auth/guard'
import { signIn } from '@/shared/auth/session'
import { sayProblem } from '@/shared/lib/say-problem'
import { setupOptions } from './api'
import { Door } from './door'
import { formText } from './form-text'
import { Field, PasswordField } from './fields'

type Props = { back?: string | undefined }

export function SignInPage({ back }: Props) {
  const { t } = useTranslation('auth')
  const { data: setup } = useQuery(setupOptions)
  return (
    <Door title={t('signIn.title')}>
      {setup?.needed === true ? (
        <p className="notice">
          {t('signIn.setup')} <Link to="/setup">{t('signIn.toSetup')}</Link>
        </p>
      ) : null}
      {hasEnded() ? <p className="notice">{t('signIn.ended')}</p> : null}
      <SignInForm back={back} />
      <p className="muted door-hint">{t('signIn.forgot')}</p>
    </Door>
  )
}

function SignInForm({ back }: { back: string | undefined }) {
  const { t } = useTranslation('auth')
  const queryClient = useQueryClient()
  const router = useRouter()
  const say = useRefusal()
  const [problem, setProblem] = useState<string>()
  const [pending, setPending] = useState(false)
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const username = formText(fields, 'username').trim()
    const password = formText(fields, 'password')
    if (username === '' || password === '') return setProblem(t('signIn.missing'))
    setPending(true)
    setProblem(undefined)
    try {
      await signIn(queryClient, { username, password })
      router.history.push(safeBack(back))
    } catch (cause) {
      setProblem(say(cause))
      setPending(false)
      form.querySelector<HTMLInputElement>('#password')?.select()
    }
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <div role="alert">{problem === undefined ? null : <p className="alert">{problem}</p>}</div>
      <Field label={t('signIn.username')} name="username" autoComplete="username" autoFocus />
      <PasswordField label={t('signIn.password')} name="password" autoComplete="current-password" />
      <button type="submit" className="btn btn-primary btn-wide" aria-disabled={pending} disabled={pending}>
        {t(pending ? 'signIn.pending' : 'signIn.submit')}
      </button>
    </form>
  )
}

function useRefusal(): (cause: unknown) => string {
  const { t } = useTranslation('auth')
  return (cause) => {
    if (!(cause instanceof ProblemError)) return sayProblem(cause)
    if (cause.status === 429 && cause.retryAfter !== undefined)
      return t('signIn.locked', { minutes: Math.max(1, Math.ceil(cause.retryAfter / 60)) })
    return cause.status === 401 ? (cause.problem.detail ?? t('signIn.refused')) : sayProblem(cause)
  }
}
