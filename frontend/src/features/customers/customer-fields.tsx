import { Checkbox, Form, Input, Radio, Select } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '@/shared/ui/date-field'
import type { Customer } from './api'
import { asks, groups, initialOf, isPersonal, longest, type CustomerField, type Group, type Kind } from './customer-form'
import { kinds, sexes, statuses } from './words'

type Props = {
  customer: Customer | undefined
  /** The masked fields that are to be emptied. */
  cleared: readonly CustomerField[]
  onClear: (cleared: readonly CustomerField[]) => void
}

export function CustomerFields(props: Props) {
  const { t } = useTranslation('customers')
  const kind = (Form.useWatch('kind') as Kind | undefined) ?? (initialOf(props.customer).kind as Kind)
  const parts = Object.keys(groups) as Group[]
  return parts.map((group) => {
    const fields = groups[group].filter((field) => asks(field, kind, props.customer))
    if (fields.length === 0) return null
    return (
      <fieldset key={group} className="form-group">
        <legend>{t(`form.${group}`)}</legend>
        <div className="form-grid">
          {fields.map((field) => (
            <OneField key={field} field={field} {...props} />
          ))}
        </div>
      </fieldset>
    )
  })
}

function OneField({ field, customer, cleared, onClear }: Props & { field: CustomerField }) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const label = t(`field.${field}`)
  const required = field === 'name' || field === 'kind'
  const masked: readonly string[] = customer?.masked ?? []
  const now = masked.includes(field) ? customer?.[field] : null
  const isCleared = cleared.includes(field)
  return (
    <Form.Item
      name={field}
      label={label}
      className={wide.has(field) ? 'form-wide' : ''}
      rules={required ? [{ required: true, whitespace: true, message: c('required', { field: label }) }] : []}
      extra={
        now === null || now === undefined ? null : (
          <Checkbox
            checked={isCleared}
            onChange={({ target }) => onClear(target.checked ? [...cleared, field] : cleared.filter((one) => one !== field))}
          >
            {t('form.clear', { field: label })}
          </Checkbox>
        )
      }
    >
      {control(field, { t, disabled: isCleared, placeholder: now ? t('form.keepMasked', { value: now }) : hint() })}
    </Form.Item>
  )

  function hint(): string {
    return field === 'id_number' || field === 'uscc' || field === 'mobile' || field === 'phone' ? t(`form.hint.${field}`) : ''
  }
}

const wide = new Set<CustomerField>(['kind', 'address', 'remark', 'anniversaries'])

type Words = ReturnType<typeof useTranslation<'customers'>>['t']

function control(field: CustomerField, { t, ...rest }: { t: Words; disabled: boolean; placeholder: string }): ReactNode {
  const text = { ...rest, maxLength: longest(field), autoComplete: 'off' }
  switch (field) {
    case 'kind':
      return <Radio.Group optionType="button" options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
    case 'status':
      return <Select options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))} />
    case 'sex':
      return <Select allowClear options={sexes.map((value) => ({ value, label: t(`sex.${value}`) }))} />
    case 'birthday':
      return <DateField />
    case 'remark':
      return <Input.TextArea {...text} rows={3} />
    case 'email':
      return <Input {...text} inputMode="email" />
    case 'name':
      return <Input {...text} autoFocus />
    default:
      return <Input {...text} inputMode={isPersonal(field) && field !== 'address' && field !== 'id_number' ? 'tel' : 'text'} />
  }
}
