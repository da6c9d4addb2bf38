import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { DateField } from '@/shared/ui/date-field'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changePerson, createPerson, type Customer, type KeyPerson } from './api'
import { changesOf, filled, type FormValues } from './changes'

type Props = { customer: Customer; person: KeyPerson | undefined; onClose: () => void }

const texts = ['role_title', 'department'] as const

export function PersonDrawer({ customer, person, onClose }: Props) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const masked = person?.masked.includes('mobile') === true
  const submit = async (values: FormValues) => {
    if (person === undefined) await createPerson(customer.id, filled(values) as Schemas['NewKeyPerson'])
    else {
      const changes = changesOf(person, values, person.masked, []) as Schemas['KeyPersonPatch']
      if (Object.keys(changes).length > 0) await changePerson(person, changes)
    }
    void message.success(t('saved'))
    void queryClient.invalidateQueries({ queryKey: ['customers'] })
  }
  return (
    <FormDrawer<FormValues>
      title={person === undefined ? t('person.create') : t('person.editOf', { name: person.name })}
      open
      onClose={onClose}
      onSubmit={submit}
      width={480}
      initialValues={person === undefined ? {} : { ...person, ...(masked ? { mobile: undefined } : {}) }}
    >
      <Form.Item
        name="name"
        label={t('person.name')}
        rules={[{ required: true, whitespace: true, message: c('required', { field: t('person.name') }) }]}
      >
        <Input maxLength={200} autoFocus autoComplete="off" />
      </Form.Item>
      {texts.map((field) => (
        <Form.Item key={field} name={field} label={t(`person.${field}`)}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
      ))}
      <Form.Item name="mobile" label={t('person.mobile')}>
        <Input
          maxLength={64}
          inputMode="tel"
          autoComplete="off"
          placeholder={masked ? t('form.keepMasked', { value: person?.mobile ?? '' }) : t('form.hint.mobile')}
        />
      </Form.Item>
      <Form.Item name="birthday" label={t('person.birthday')}>
        <DateField />
      </Form.Item>
      <Form.Item name="remark" label={t('person.remark')}>
        <Input.TextArea maxLength={2000} rows={3} />
      </Form.Item>
    </FormDrawer>
  )
}
