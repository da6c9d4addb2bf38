import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { formText } from '@/shared/ui/door/form-text'
import { Field, PasswordField } from '@/shared/ui/door/fields'
import { useRefusal } from './refusal'

export type Known = { username: string; password: string }

/** Lets in with the right ones, and goes where one wants to be. */
export type Enter = (credentials: Schemas['Login']) => Promise<void>

type Props = { username: string; enter: Enter; onStepUp: (known: Known) => void }

export function SignInForm({ username: typed, enter, onStepUp }: Props) {
  const { t } = useTranslation('auth')
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
      await enter({ username, password })
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
