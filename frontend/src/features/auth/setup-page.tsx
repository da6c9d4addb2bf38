import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { signIn } from '@/shared/auth/session'
import { sayProblem } from '@/shared/lib/say-problem'
import { setUp, setupOptions } from './api'
import { Door } from '@/shared/ui/door/door'
import { formText } from '@/shared/ui/door/form-text'
import { Field, PasswordField } from '@/shared/ui/door/fields'

export function SetupPage() {
  const { t } = useTranslation('setup')
  const { data } = useSuspenseQuery(setupOptions)
  return (
    <Door title={t('title')}>
      {data.needed ? (
        <>
          <p className="muted">{t('lead')}</p>
          <SetupForm />
        </>
      ) : (
        <p className="notice">
          {t('done')} <Link to="/sign-in">{t('toSignIn')}</Link>
        </p>
      )}
    </Door>
  )
}

const names = ['code', 'company_name', 'username', 'name', 'password'] as const
type Errors = Partial<Record<(typeof names)[number], string>>

function SetupForm() {
  const { t } = useTranslation('setup')
  const queryClient = useQueryClient()
  const router = useRouter()
  const [errors, setErrors] = useState<Errors>({})
  const [banner, setBanner] = useState<string>()
  const [pending, setPending] = useState(false)
  const labels = {
    code: t('code'),
    company_name: t('companyName'),
    username: t('username'),
    name: t('name'),
    password: t('password'),
  }
  const refuse = (found: Errors, rest: string | undefined) => {
    setErrors(found)
    setBanner(rest)
    const first = names.find((name) => found[name] !== undefined)
    if (first !== undefined) document.getElementById(first)?.focus()
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const body = Object.fromEntries(names.map((name) => [name, text(fields, name)])) as Schemas['NewSetup']
    const missing = names.filter((name) => body[name] === '')
    if (missing.length > 0) {
      return refuse(Object.fromEntries(missing.map((name) => [name, t('missing', { field: labels[name] })])), undefined)
    }
    setPending(true)
    refuse({}, undefined)
    try {
      await setUp(body)
      await signIn(queryClient, { username: body.username, password: body.password })
      router.history.push('/')
    } catch (cause) {
      refuse(...placed(cause))
      setPending(false)
    }
  }
  const field = (name: (typeof names)[number]) => ({ name, label: labels[name], error: errors[name] })
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <div role="alert">{banner === undefined ? null : <p className="alert">{banner}</p>}</div>
      <Field {...field('code')} autoComplete="one-time-code" autoFocus />
      <Field {...field('company_name')} autoComplete="organization" />
      <Field {...field('name')} autoComplete="name" />
      <Field {...field('username')} autoComplete="username" hint={t('usernameHint')} />
      <PasswordField {...field('password')} autoComplete="new-password" hint={t('passwordHint')} />
      <button type="submit" className="btn btn-primary btn-wide" disabled={pending}>
        {t(pending ? 'pending' : 'submit')}
      </button>
    </form>
  )
}

/** A password keeps its spaces; everything else is trimmed. */
function text(fields: FormData, name: string): string {
  const value = formText(fields, name)
  return name === 'password' ? value : value.trim()
}

function placed(cause: unknown): [Errors, string | undefined] {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  const found: Errors = {}
  const rest: string[] = []
  for (const { pointer, detail } of errors) {
    const name = names.find((candidate) => pointer === `/${candidate}`)
    if (name === undefined) rest.push(detail)
    else found[name] = detail
  }
  if (errors.length === 0) return [{}, sayProblem(cause)]
  return [found, rest.length === 0 ? undefined : rest.join('\n')]
}
