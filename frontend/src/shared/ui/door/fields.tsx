// The fields are also used inside the shell, where no door has brought their styles.
import './door.css'
import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'

type FieldProps = {
  label: string
  name: string
  autoComplete: string
  hint?: string | undefined
  error?: string | undefined
  autoFocus?: boolean
  inputMode?: 'text' | 'email' | 'numeric'
  defaultValue?: string
}

type PasswordProps = FieldProps & {
  /** The id of what explains the field, beside its own notes. */
  describedBy?: string
  onType?: (text: string) => void
}

/** A native field: sign-in and set-up load nothing of antd. */
export function Field({ label, name, hint, error, ...rest }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        required
        autoCapitalize="none"
        spellCheck={false}
        {...described(name, hint, error)}
        {...rest}
      />
      <Notes name={name} hint={hint} error={error} />
    </div>
  )
}

export function PasswordField({ label, name, hint, error, describedBy, onType, ...rest }: PasswordProps) {
  const { t } = useTranslation('auth')
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const watchCaps = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'))
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <div className="field-password">
        <input
          id={name}
          name={name}
          type={shown ? 'text' : 'password'}
          required
          onKeyUp={watchCaps}
          onKeyDown={watchCaps}
          {...described(name, hint, error, describedBy)}
          {...(onType === undefined ? {} : { onChange: (event) => onType(event.target.value) })}
          {...rest}
        />
        <button
          type="button"
          className="field-eye"
          aria-pressed={shown}
          aria-label={t(shown ? 'signIn.hide' : 'signIn.show')}
          onClick={() => setShown(!shown)}
        >
          <Eye crossed={shown} />
        </button>
      </div>
      <p className="field-note" role="status">
        {caps ? t('signIn.capsLock') : ''}
      </p>
      <Notes name={name} hint={hint} error={error} />
    </div>
  )
}

function described(name: string, hint: string | undefined, error: string | undefined, more?: string) {
  const note = error === undefined ? (hint === undefined ? undefined : `${name}-hint`) : `${name}-error`
  const ids = [note, more].filter((id) => id !== undefined).join(' ')
  return { ...(error === undefined ? {} : { 'aria-invalid': true as const }), ...(ids === '' ? {} : { 'aria-describedby': ids }) }
}

function Notes({ name, hint, error }: { name: string; hint: string | undefined; error: string | undefined }) {
  if (error !== undefined)
    return (
      <p id={`${name}-error`} className="field-error">
        {error}
      </p>
    )
  return hint === undefined ? null : (
    <p id={`${name}-hint`} className="field-note">
      {hint}
    </p>
  )
}

function Eye({ crossed }: { crossed: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.7" aria-hidden="true">
      <path d="M2 12s3.6-6.5 10-6.5S22 12 22 12s-3.6 6.5-10 6.5S2 12 2 12z" />
      <circle cx="12" cy="12" r="3" />
      {crossed ? <path d="M4 4l16 16" /> : null}
    </svg>
  )
}
