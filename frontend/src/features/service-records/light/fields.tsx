import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type FieldProps = {
  /** The API's name of the field, which is its id on the page as well. */
  name: string
  label: string
  required?: boolean
  error?: string | undefined
  children: (aria: Aria) => ReactNode
}

export type Aria = { id: string; name: string; 'aria-invalid'?: true; 'aria-describedby'?: string; 'aria-required'?: true }

/** A label, a native control and what is wrong with it. */
export function Field({ name, label, required = false, error, children }: FieldProps) {
  const { t } = useTranslation('service-records')
  const id = idOf(name)
  const aria: Aria = {
    id,
    name,
    ...(required ? ({ 'aria-required': true } as const) : {}),
    ...(error === undefined ? {} : ({ 'aria-invalid': true, 'aria-describedby': `${id}-error` } as const)),
  }
  return (
    <div className="lf">
      <label htmlFor={id}>
        {label}
        {required ? null : <span className="muted lf-optional">{t('form.optional')}</span>}
      </label>
      {children(aria)}
      <FieldError id={id} error={error} />
    </div>
  )
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return error === undefined ? null : (
    <p id={`${id}-error`} className="lf-error">
      {error}
    </p>
  )
}

/** Slashes of a pointer are no good in an id. */
export const idOf = (name: string): string => `f-${name.replaceAll('/', '-')}`

type ChoiceProps<T extends string> = {
  name: string
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
  error?: string | undefined
}

/** A few choices, all to be seen and big enough for a thumb. */
export function Choice<T extends string>({ name, label, value, options, onChange, error }: ChoiceProps<T>) {
  const id = idOf(name)
  return (
    <fieldset className="lf" {...(error === undefined ? {} : { 'aria-describedby': `${id}-error` })}>
      <legend>{label}</legend>
      <div className="choices" id={id} tabIndex={-1}>
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <FieldError id={id} error={error} />
    </fieldset>
  )
}
