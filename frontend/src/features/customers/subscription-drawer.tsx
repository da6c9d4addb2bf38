import { useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { serverNow } from '@/api/skew'
import { formatDate } from '@/shared/lib/date'
import { DateField } from '@/shared/ui/date-field'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeSubscription, createSubscription, type Customer, type Subscription } from './api'
import { changesOf, filled, type FormValues } from './changes'

type Props = { customer: Customer; subscription: Subscription | undefined; onClose: () => void }

const devices = ['device_type', 'device_number', 'smart_card_number'] as const

export function SubscriptionDrawer({ customer, subscription, onClose }: Props) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const needed = (field: string) => [{ required: true, message: c('required', { field }) }]
  const submit = async (values: FormValues) => {
    if (subscription === undefined) await createSubscription(customer.id, filled(values) as Schemas['NewSubscription'])
    else {
      const changes = changesOf(subscription, values, [], []) as Schemas['SubscriptionPatch']
      if (Object.keys(changes).length > 0) await changeSubscription(subscription, changes)
    }
    void message.success(t('saved'))
    void queryClient.invalidateQueries({ queryKey: ['customers'] })
  }
  return (
    <FormDrawer<FormValues>
      title={subscription === undefined ? t('subscription.create') : t('subscription.editOf', { product: subscription.product })}
      open
      onClose={onClose}
      onSubmit={submit}
      width={480}
      initialValues={subscription ?? { starts_on: formatDate(serverNow()) }}
    >
      <Form.Item name="product" label={t('subscription.product')} rules={needed(t('subscription.product'))}>
        <Input maxLength={200} autoFocus autoComplete="off" />
      </Form.Item>
      <div className="form-grid">
        <Form.Item name="starts_on" label={t('subscription.starts_on')} rules={needed(t('subscription.starts_on'))}>
          <DateField />
        </Form.Item>
        <Form.Item name="ends_on" label={t('subscription.ends_on')}>
          <DateField />
        </Form.Item>
      </div>
      {devices.map((field) => (
        <Form.Item key={field} name={field} label={t(`subscription.${field}`)}>
          <Input maxLength={64} autoComplete="off" />
        </Form.Item>
      ))}
      {subscription === undefined ? null : (
        <Form.Item name="status" label={t('subscription.status')}>
          <Select options={(['active', 'ended'] as const).map((value) => ({ value, label: t(`subscription.${value}`) }))} />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
