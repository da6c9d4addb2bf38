import { App, Form, Input, Select, type RefSelectProps } from 'antd'
import { useEffect, useRef } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useMe } from '@/shared/auth/session'
import { CustomerPicker } from '@/shared/ui/customer-picker'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { useIntake } from './api'
import { LevelField } from './level-field'

type NewComplaint = Schemas['NewComplaint']

const channels = ['hotline', 'hall', 'account_manager', 'visit', 'web', 'letter', 'other'] as const

/** Takes a complaint while the customer is on the line: the first field has the focus, Ctrl/⌘+Enter takes it. */
export function Intake({ customerId, onClose }: { customerId?: string | undefined; onClose: () => void }) {
  const { t } = useTranslation('complaints')
  const { message } = App.useApp()
  const navigate = useNavigate()
  const intake = useIntake()
  const done = useRef(false)
  const submit = async (values: NewComplaint) => {
    const taken = await intake.mutateAsync(withoutBlanks(values))
    done.current = true
    message.success(t('intake.saved', { number: taken.number }))
    void navigate({ to: '/complaints/$complaintId', params: { complaintId: taken.id } })
  }
  return (
    <FormDrawer<NewComplaint>
      title={t('intake.title')}
      open
      // Once it is taken, the page moves on to the complaint, and the list behind is left as it was.
      onClose={() => (done.current ? undefined : onClose())}
      onSubmit={submit}
      submitLabel={t('intake.submit')}
      initialValues={{ customer_id: customerId, channel: 'hotline', level: 1 }}
    >
      <Fields customerId={customerId} />
      <p className="muted intake-keys">{t('intake.keys')}</p>
    </FormDrawer>
  )
}

function Fields({ customerId }: { customerId: string | undefined }) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation()
  const me = useMe()
  const first = useRef<RefSelectProps>(null)
  useFocus(() => (customerId === undefined ? first.current : document.getElementById('form_title')))
  const rule = (field: 'customer' | 'channel' | 'level' | 'title' | 'content') => ({
    required: true,
    message: c('required', { field: t(`field.${field}`) }),
  })
  return (
    <>
      <Form.Item name="customer_id" label={t('field.customer')} rules={[rule('customer')]}>
        <CustomerPicker ref={first} />
      </Form.Item>
      <Form.Item name="channel" label={t('field.channel')} rules={[rule('channel')]}>
        <Select options={channels.map((value) => ({ value, label: t(`channel.${value}`) }))} />
      </Form.Item>
      <Form.Item name="level" label={t('field.level')} rules={[rule('level')]} extra={t('intake.level')}>
        <LevelField orgId={me.org.id} />
      </Form.Item>
      <Form.Item name="title" label={t('field.title')} rules={[{ ...rule('title'), whitespace: true }]}>
        <Input maxLength={200} placeholder={t('intake.titlePlaceholder')} />
      </Form.Item>
      <Form.Item name="content" label={t('field.content')} rules={[{ ...rule('content'), whitespace: true }]}>
        <Input.TextArea rows={5} maxLength={4000} placeholder={t('intake.contentPlaceholder')} />
      </Form.Item>
      <div className="intake-contact">
        <Form.Item name="contact_name" label={t('field.contact_name')} extra={t('intake.contactExtra')}>
          <Input maxLength={100} autoComplete="off" />
        </Form.Item>
        <Form.Item name="contact_phone" label={t('field.contact_phone')}>
          <Input maxLength={30} inputMode="tel" autoComplete="off" />
        </Form.Item>
      </div>
    </>
  )
}

/** After the drawer has taken the focus for itself. */
function useFocus(find: () => { focus: () => void } | null): void {
  useEffect(() => {
    const timer = setTimeout(() => find()?.focus(), 100)
    return () => clearTimeout(timer)
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the form opens
  }, [])
}

/** What is left empty is not sent. */
function withoutBlanks(values: NewComplaint): NewComplaint {
  const blank = (text: string | null | undefined) => (text?.trim() ? text.trim() : undefined)
  return { ...values, contact_name: blank(values.contact_name), contact_phone: blank(values.contact_phone) }
}
