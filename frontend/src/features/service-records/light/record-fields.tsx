import { useTranslation } from 'react-i18next'
import { handlingStatuses, methods } from '../search'
import { CustomerField } from './customer-field'
import { hasPhone, hasPlace, nowLocal, type Draft, type Errors } from './draft'
import { Choice, Field } from './fields'
import { PeopleField } from './people-field'

type Props = { draft: Draft; set: (patch: Partial<Draft>) => void; errors: Errors }

export function RecordFields({ draft, set, errors }: Props) {
  const { t } = useTranslation('service-records')
  return (
    <>
      <section className="card">
        <CustomerField
          value={draft.customer}
          error={errors['customer_id']}
          // The people met were the other customer's.
          onChange={(customer) => set({ customer, people: draft.people.filter(({ key_person_id }) => key_person_id === undefined) })}
        />
        <Choice
          name="method"
          label={t('field.method')}
          value={draft.method}
          options={methods.map((value) => ({ value, label: t(`method.${value}`) }))}
          onChange={(method) => set({ method })}
          error={errors['method']}
        />
        <Field name="occurred_at" label={t('field.occurred_at')} required error={errors['occurred_at']}>
          {(aria) => (
            <input
              {...aria}
              type="datetime-local"
              max={nowLocal()}
              value={draft.occurred_at}
              onChange={(event) => set({ occurred_at: event.target.value })}
            />
          )}
        </Field>
        {hasPlace(draft.method) ? <Line name="place" draft={draft} set={set} errors={errors} /> : null}
        {hasPhone(draft.method) ? <Line name="phone" draft={draft} set={set} errors={errors} /> : null}
      </section>
      <section className="card">
        <PeopleField customerId={draft.customer?.id} value={draft.people} onChange={(people) => set({ people })} errors={errors} />
      </section>
      <section className="card">
        <Text name="content" hint={t('form.contentHint')} required draft={draft} set={set} errors={errors} />
        <Text name="need" hint={t('form.needHint')} draft={draft} set={set} errors={errors} />
        <Choice
          name="handling_status"
          label={t('field.handling_status')}
          value={draft.handling_status}
          options={handlingStatuses.map((value) => ({ value, label: t(`handlingStatus.${value}`) }))}
          onChange={(handling_status) => set({ handling_status })}
          error={errors['handling_status']}
        />
        <Text name="handling" hint={t('form.handlingHint')} draft={draft} set={set} errors={errors} />
      </section>
    </>
  )
}

function Line({ name, draft, set, errors }: Props & { name: 'place' | 'phone' }) {
  const { t } = useTranslation('service-records')
  return (
    <Field name={name} label={t(`field.${name}`)} error={errors[name]}>
      {(aria) => (
        <input
          {...aria}
          type={name === 'phone' ? 'tel' : 'text'}
          maxLength={name === 'phone' ? 40 : 200}
          autoComplete="off"
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}

type TextProps = Props & { name: 'content' | 'need' | 'handling'; hint: string; required?: boolean }

function Text({ name, hint, required = false, draft, set, errors }: TextProps) {
  const { t } = useTranslation('service-records')
  return (
    <Field name={name} label={t(`field.${name}`)} required={required} error={errors[name]}>
      {(aria) => (
        <textarea
          {...aria}
          rows={3}
          maxLength={4000}
          placeholder={hint}
          value={draft[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  )
}
