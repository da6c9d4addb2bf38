import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayProblem } from '@/shared/lib/say-problem'
import { useSettled } from '@/shared/lib/settled'
import { foundCustomersOptions } from '../api'
import type { Subject } from './draft'
import { Field } from './fields'

type Props = { value: Subject | null; onChange: (customer: Subject | null) => void; error: string | undefined }

/** The customer, found while one types; then shown by name and number with a way to change. */
export function CustomerField({ value, onChange, error }: Props) {
  const { t } = useTranslation('service-records')
  if (value === null) return <Search onChoose={onChange} error={error} />
  return (
    <div className="lf">
      <span className="lf-label">{t('field.customer')}</span>
      <div className="chosen">
        <span>
          <strong>{value.name}</strong> <span className="muted tabular">{value.number}</span>
        </span>
        <button type="button" className="btn touch" onClick={() => onChange(null)}>
          {t('form.changeCustomer')}
        </button>
      </div>
      {error === undefined ? null : <p className="lf-error">{error}</p>}
    </div>
  )
}

function Search({ onChoose, error }: { onChoose: (customer: Subject) => void; error: string | undefined }) {
  const { t } = useTranslation('service-records')
  const [text, setText] = useState('')
  const typed = text.trim()
  const q = useSettled(typed)
  const query = useQuery(foundCustomersOptions(q))
  const hits = q === '' || typed === '' ? [] : (query.data?.items ?? [])
  const says =
    typed === ''
      ? ''
      : query.error !== null
        ? sayProblem(query.error)
        : query.isFetching || q !== typed
          ? t('form.searching')
          : hits.length === 0
            ? t('form.none', { q })
            : t('form.found', { count: hits.length })
  return (
    <div>
      <Field name="customer_id" label={t('field.customer')} required error={error}>
        {(aria) => (
          <input
            {...aria}
            type="search"
            autoComplete="off"
            enterKeyHint="search"
            placeholder={t('form.customerHint')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') event.preventDefault()
            }}
          />
        )}
      </Field>
      <p role="status" className="muted found-note">
        {says}
      </p>
      {hits.length === 0 ? null : (
        <ul className="found">
          {hits.map(({ id, name, number, mobile, phone, employer }) => (
            <li key={id}>
              <button type="button" onClick={() => onChoose({ id, name, number })}>
                <span>
                  <strong>{name}</strong> <span className="muted tabular">{number}</span>
                </span>
                <span className="muted">{[mobile ?? phone, employer].filter(Boolean).join(' · ')}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
