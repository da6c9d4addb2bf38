import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { Door } from '@/shared/ui/door/door'
import { formText } from '@/shared/ui/door/form-text'
import { Field } from '@/shared/ui/door/fields'
import { useRefusal } from './refusal'
import type { Enter, Known } from './sign-in-form'

type Props = { known: Known; enter: Enter; onLeave: () => void }

export function CodePage(props: Props) {
  const { t } = useTranslation('code')
  return (
    <Door title={t('title')}>
      <CodeForm {...props} />
    </Door>
  )
}

/** The second step: six digits from the authenticator, or one of the codes kept for the day it is lost. */
export function CodeForm({ known, enter, onLeave }: Props) {
  const { t } = useTranslation('code')
  const { t: a } = useTranslation('auth')
  const say = useRefusal()
  const [kind, setKind] = useState<'app' | 'recovery'>('app')
  const [problem, setProblem] = useState<string>()
  const [error, setError] = useState<string>()
  const [pending, setPending] = useState(false)
  const refuse = (text: string) => {
    setError(text)
    setPending(false)
    document.querySelector<HTMLInputElement>('#totp')?.select()
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    // People type and paste the code as it is shown: in groups.
    const totp = formText(new FormData(event.currentTarget), 'totp').replace(/\s/g, '')
    setProblem(undefined)
    if (kind === 'app' ? !/^\d{6}$/.test(totp) : totp === '') return refuse(t(`${kind}.missing`))
    setPending(true)
    setError(undefined)
    try {
      await enter({ ...known, totp })
    } catch (cause) {
      if (cause instanceof ProblemError && cause.code === 'step-up-required') return refuse(t(`${kind}.wrong`))
      setProblem(say(cause))
      setPending(false)
    }
  }
  const turn = () => {
    setKind(kind === 'app' ? 'recovery' : 'app')
    setError(undefined)
    setProblem(undefined)
  }
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <div role="alert">{problem === undefined ? null : <p className="alert">{problem}</p>}</div>
      <Field
        // Another field, not the same with another keyboard: what was typed does not fit it, and it takes the focus.
        key={kind}
        label={t(`${kind}.label`)}
        name="totp"
        autoComplete={kind === 'app' ? 'one-time-code' : 'off'}
        inputMode={kind === 'app' ? 'numeric' : 'text'}
        hint={t(`${kind}.hint`)}
        error={error}
        autoFocus
      />
      <button type="submit" className="btn btn-primary btn-wide" aria-disabled={pending} disabled={pending}>
        {pending ? a('signIn.pending') : t('submit')}
      </button>
      <p className="door-turns">
        <button type="button" className="btn btn-plain" onClick={onLeave}>
          {t('leave')}
        </button>
        <button type="button" className="btn btn-plain" onClick={turn}>
          {t(`${kind}.turn`)}
        </button>
      </p>
      {kind === 'recovery' ? <p className="muted door-hint">{t('lost')}</p> : null}
    </form>
  )
}
