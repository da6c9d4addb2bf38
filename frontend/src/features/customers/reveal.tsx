import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { serverNow } from '@/api/skew'
import { hands, useNow } from '@/shared/lib/clock'
import { applyProblem } from '@/shared/lib/form-problem'
import { revealFields, type Customer } from './api'
import type { PersonalField } from './words'

type Shown = { values: Partial<Record<string, string>>; until: number }

export type Reveal = {
  shown: Shown | undefined
  /** The field one has asked for; the dialog is open. */
  asking: PersonalField | undefined
  ask: (field: PersonalField) => void
  cancel: () => void
  show: (answer: Schemas['Reveal']) => void
  hide: () => void
}

/** What has been revealed of a customer, until the server's time for it is over. Leaving the page forgets it. */
export function useReveal(): Reveal {
  const { t } = useTranslation('customers')
  const { message } = App.useApp()
  const [shown, setShown] = useState<Shown>()
  const [asking, setAsking] = useState<PersonalField>()
  useEffect(() => {
    if (shown === undefined) return undefined
    const over = () => {
      setShown(undefined)
      void message.info(t('reveal.hidden'))
    }
    const timer = setTimeout(over, Math.max(0, shown.until - serverNow()))
    return () => clearTimeout(timer)
  }, [shown, message, t])
  return {
    shown,
    asking,
    ask: setAsking,
    cancel: () => setAsking(undefined),
    show: ({ values, expires_at }) => {
      setAsking(undefined)
      setShown({ values: { ...shown?.values, ...values }, until: Date.parse(expires_at) })
    },
    hide: () => setShown(undefined),
  }
}

/** How long the personal data are still on the screen, and a way to end it. */
export function RevealBar({ reveal }: { reveal: Reveal }) {
  return reveal.shown === undefined ? null : <Countdown until={reveal.shown.until} hide={reveal.hide} />
}

function Countdown({ until, hide }: { until: number; hide: () => void }) {
  const { t } = useTranslation('customers')
  const left = Math.max(0, until - useNow())
  return (
    <Alert
      className="form-banner"
      type="warning"
      showIcon
      title={<span className="tabular">{t('reveal.left', { time: hands(left).time.slice(3) })}</span>}
      action={
        <Button size="small" onClick={hide}>
          {t('reveal.hide')}
        </Button>
      }
    />
  )
}

type Values = { fields: PersonalField[]; purpose: string }

/** What to show and what for; the answer goes on the audit trail. */
export function RevealDialog({ customer, reveal }: { customer: Customer; reveal: Reveal }) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const [form] = Form.useForm<Values>()
  const [banner, setBanner] = useState<string>()
  const [asking, setAsking] = useState(false)
  if (reveal.asking === undefined) return null
  const submit = (values: Values) => {
    setAsking(true)
    setBanner(undefined)
    revealFields(customer.id, { fields: values.fields, purpose: values.purpose.trim() })
      .then(reveal.show, (cause: unknown) => setBanner(applyProblem(form, cause)))
      .finally(() => setAsking(false))
  }
  return (
    <Modal
      open
      title={t('reveal.title')}
      okText={t('reveal.submit')}
      cancelText={c('action.cancel')}
      confirmLoading={asking}
      onOk={() => form.submit()}
      onCancel={reveal.cancel}
    >
      <Form<Values> form={form} layout="vertical" onFinish={submit} initialValues={{ fields: [reveal.asking], purpose: '' }}>
        {banner === undefined ? null : <Alert role="alert" type="error" showIcon title={banner} className="form-banner" />}
        <Form.Item name="fields" label={t('reveal.fields')} rules={[{ type: 'array', min: 1, message: t('reveal.fieldsRequired') }]}>
          <Checkbox.Group options={customer.masked.map((value) => ({ value, label: t(`field.${value}`) }))} />
        </Form.Item>
        <Form.Item
          name="purpose"
          label={t('reveal.purpose')}
          rules={[{ required: true, whitespace: true, min: 2, message: t('reveal.purposeRequired') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('reveal.purposePlaceholder')} autoComplete="off" />
        </Form.Item>
      </Form>
      <p className="muted">{t('reveal.note')}</p>
    </Modal>
  )
}
