import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { safeBack } from '@/shared/auth/guard'
import { signIn } from '@/shared/auth/session'
import { formText } from '@/shared/ui/door/form-text'
import { Field, PasswordField } from '@/shared/ui/door/fields'
import { useRefusal } from './refusal'

export type Known = { username: string; password: string }

type Props = { back: string | undefined; username: string; onStepUp: (known: Known) => void }

export function SignInForm({ back, username: typed, onStepUp }: Props) {
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
      if (cause instanceof ProblemError && cause.code === 'step-up-required') return onStepUp({ username, password })
      setProblem(say(cause))
      setPending(false)
      form.querySelector<HTMLInputElement>('#password')?.select()
    }
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <div role="alert">{problem === undefined ? null : <p className="alert">{problem}</p>}</div>
      <Field label={t('signIn.username')} name="username" autoComplete="username" defaultValue={typed} autoFocus={typed === ''} />
      <PasswordField label={t('signIn.password')} name="password" autoComplete="current-password" autoFocus={typed !== ''} />
      <button type="submit" className="btn btn-primary btn-wide" aria-disabled={pending} disabled={pending}>
        {t(pending ? 'signIn.pending' : 'signIn.submit')}
      </button>
    </form>
  )
}
