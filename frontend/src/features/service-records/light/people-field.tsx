import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { newKey } from '@/api/idempotency'
import { keyPersonsOptions } from '../api'
import type { Errors, Person } from './draft'
import { FieldError, idOf } from './fields'

type Props = { customerId: string | undefined; value: Person[]; onChange: (people: Person[]) => void; errors: Errors }

/** Who was met: the customer's key persons to tick, anybody else by name. */
export function PeopleField({ customerId, value, onChange, errors }: Props) {
  const { t } = useTranslation('service-records')
  const { data } = useQuery(keyPersonsOptions(customerId))
  const known = customerId === undefined ? [] : (data?.items ?? [])
  const toggle = (person: { id: string; name: string; role_title?: string | null }, met: boolean) =>
    onChange(
      met
        ? [...value, { key: person.id, key_person_id: person.id, name: person.name, role_title: person.role_title ?? '' }]
        : value.filter(({ key_person_id }) => key_person_id !== person.id),
    )
  return (
    <fieldset className="lf">
      <legend>{t('field.people_met')}</legend>
      {known.length === 0 ? (
        customerId === undefined || data === undefined ? null : (
          <p className="muted lf-note">{t('form.noKeyPersons')}</p>
        )
      ) : (
        <div className="choices is-wide" role="group" aria-label={t('form.keyPersons')}>
          {known.map((person) => (
            <label key={person.id} className="choice">
              <input
                type="checkbox"
                checked={value.some(({ key_person_id }) => key_person_id === person.id)}
                onChange={(event) => toggle(person, event.target.checked)}
              />
              <span>{[person.name, person.role_title].filter(Boolean).join(' · ')}</span>
            </label>
          ))}
        </div>
      )}
      <Others value={value} onChange={onChange} errors={errors} />
      <button type="button" className="btn touch" onClick={() => onChange([...value, { key: newKey(), name: '', role_title: '' }])}>
        {t('form.addPerson')}
      </button>
    </fieldset>
  )
}

function Others({ value, onChange, errors }: Omit<Props, 'customerId'>) {
  const { t } = useTranslation('service-records')
  const set = (key: string, patch: Partial<Person>) => onChange(value.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  // Their place among all people is their place in the server's pointers.
  const others = value.map((person, index) => ({ person, index })).filter(({ person }) => person.key_person_id === undefined)
  return others.map(({ person, index }, place) => {
    const pointer = `people_met/${index}/name`
    const id = idOf(pointer)
    const who = t('form.thisPerson', { n: place + 1 })
    return (
      <div key={person.key} className="other">
        <input
          id={id}
          aria-label={`${t('form.personName')} ${who}`}
          placeholder={t('form.personName')}
          maxLength={100}
          autoComplete="off"
          value={person.name}
          {...(errors[pointer] === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-error` })}
          onChange={(event) => set(person.key, { name: event.target.value })}
        />
        <input
          aria-label={`${t('form.personRole')} ${who}`}
          placeholder={t('form.personRole')}
          maxLength={100}
          autoComplete="off"
          value={person.role_title}
          onChange={(event) => set(person.key, { role_title: event.target.value })}
        />
        <button
          type="button"
          className="btn touch"
          aria-label={t('form.removePerson', { name: person.name || who })}
          onClick={() => onChange(value.filter(({ key }) => key !== person.key))}
        >
          ✕
        </button>
        <FieldError id={id} error={errors[pointer]} />
      </div>
    )
  })
}
