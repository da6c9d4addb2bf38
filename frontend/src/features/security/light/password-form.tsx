import './password-form.css'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { useMe } from '@/shared/auth/session'
import { sayProblem } from '@/shared/lib/say-problem'
import { PasswordField } from '@/shared/ui/door/fields'
import { formText } from '@/shared/ui/door/form-text'
import { changePassword } from '../api'
import { judge, profileOf, remembered, shortest } from './password-rules'

type Errors = { current_password?: string; new_password?: string }
type Props = { onDone: () => Promise<unknown>; autoFocus?: boolean }

/** One's own password. Native fields: who must change it before anything else loads nothing of antd. */
export function PasswordForm({ onDone, autoFocus = false }: Props) {
  const { t } = useTranslation('security')
  const me = useMe()
  const [typed, setTyped] = useState('')
  const [errors, setErrors] = useState<Errors>({})
  const [banner, setBanner] = useState<string>()
  const [pending, setPending] = useState(false)
  const refuse = (found: Errors, rest?: string) => {
    setErrors(found)
    setBanner(rest)
    const first = found.current_password === undefined ? 'new_password' : 'current_password'
    if (Object.keys(found).length > 0) document.getElementById(first)?.focus()
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const fields = new FormData(form)
    const body = { current_password: formText(fields, 'current_password'), new_password: formText(fields, 'new_password') }
    if (body.current_password === '') return refuse({ current_password: t('password.currentMissing') })
    if (body.new_password === '') return refuse({ new_password: t('password.newMissing') })
    setPending(true)
    refuse({})
    try {
      await changePassword(body)
      form.reset()
      setTyped('')
      await onDone()
    } catch (cause) {
      refuse(...placed(cause))
    }
    setPending(false)
  }
  return (
    <form className="password-form" noValidate onSubmit={(event) => void submit(event)}>
      <div role="alert">{banner === undefined ? null : <p className="alert">{banner}</p>}</div>
      {/* A password manager must know whose password it keeps. */}
      <input
        className="visually-hidden"
        type="text"
        autoComplete="username"
        value={me.username}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <PasswordField
        label={t('password.current')}
        name="current_password"
        autoComplete="current-password"
        error={errors.current_password}
        autoFocus={autoFocus}
      />
      <PasswordField
        label={t('password.new')}
        name="new_password"
        autoComplete="new-password"
        error={errors.new_password}
        describedBy="password-rules"
        onType={setTyped}
      />
      <Rules typed={typed} />
      <button type="submit" className="btn btn-primary password-submit" disabled={pending}>
        {t(pending ? 'password.pending' : 'password.submit')}
      </button>
    </form>
  )
}

function Rules({ typed }: { typed: string }) {
  const { t } = useTranslation('security')
  const me = useMe()
  const profile = profileOf(me)
  return (
    <ul id="password-rules" className="password-rules">
      {judge(typed, me.username, profile).map(({ rule, kept }) => (
        <li key={rule} className={typed !== '' && kept === true ? 'is-kept' : ''}>
          {t(`password.rule.${rule}`, { shortest: shortest[profile], remembered })}
          {typed !== '' && kept === true ? <span className="visually-hidden">{t('password.kept')}</span> : null}
        </li>
      ))}
    </ul>
  )
}

function placed(cause: unknown): [Errors, string?] {
  if (!(cause instanceof ProblemError)) return [{}, sayProblem(cause)]
  const found: Errors = {}
  const rest: string[] = []
  for (const { pointer, detail } of cause.problem.errors ?? []) {
    if (pointer === '/current_password') found.current_password = detail
    else if (pointer === '/new_password') found.new_password = detail
    else rest.push(detail)
  }
  if (Object.keys(found).length === 0 && rest.length === 0) return [{}, sayProblem(cause)]
  return rest.length === 0 ? [found] : [found, rest.join('\n')]
}
