import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { serverNow } from '@/api/skew'
import { hands, useNow } from '@/shared/lib/clock'
import { formatDateTime } from '@/shared/lib/date'
import { applyProblem } from '@/shared/lib/form-problem'
import { revealFields, type Customer } from './api'
import type { PersonalField } from './words'

/** `ends`: when each value must be hidden again. `until`: when the first of them must. */
type Shown = { values: Partial<Record<string, string>>; ends: Record<string, number>; until: number; remaining: number | undefined }

/** How many more customers one may see under the masks today. */
type Answer = Schemas['Reveal'] & { remaining_today?: number }

export type Reveal = {
  shown: Shown | undefined
  /** The field one has asked for; the dialog is open. */
  asking: PersonalField | undefined
  ask: (field: PersonalField) => void
  cancel: () => void
  show: (answer: Answer) => void
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
      setShown(stillShown(shown, serverNow()))
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
    show: ({ values, expires_at, remaining_today }) => {
      setAsking(undefined)
      const end = Date.parse(expires_at)
      const ends = { ...shown?.ends, ...Object.fromEntries(Object.keys(values).map((field) => [field, end])) }
      const until = Math.min(end, ...Object.values(ends))
      setShown({ values: { ...shown?.values, ...values }, ends, until, remaining: remaining_today })
    },
    hide: () => setShown(undefined),
  }
}

/** What was asked for later is shown for its own time; what is over goes. */
function stillShown({ values, ends, remaining }: Shown, now: number): Shown | undefined {
  const left = Object.entries(ends).filter(([, end]) => end > now)
  if (left.length === 0) return undefined
  return {
    values: Object.fromEntries(left.map(([field]) => [field, values[field]])),
    ends: Object.fromEntries(left),
    until: Math.min(...left.map(([, end]) => end)),
    remaining,
  }
}

/** How long the personal data are still on the screen, and a way to end it. */
export function RevealBar({ reveal }: { reveal: Reveal }) {
  return reveal.shown === undefined ? null : <Countdown {...reveal.shown} hide={reveal.hide} />
}

function Countdown({ until, remaining, hide }: Pick<Shown, 'until' | 'remaining'> & { hide: () => void }) {
  const { t } = useTranslation('customers')
  const left = Math.max(0, until - useNow())
  return (
    <Alert
      className="form-banner"
      type="warning"
      showIcon
      title={<span className="tabular">{t('reveal.left', { time: hands(left).time.slice(3) })}</span>}
      description={remaining === undefined ? null : t('reveal.remaining', { count: remaining })}
      action={
        <Button size="small" onClick={hide}>
          {t('reveal.hide')}
        </Button>
      }
    />
  )
}

/** Not asked too fast, but as often as a day allows: that is a long wait. */
const isSpent = (cause: unknown): cause is ProblemError =>
  cause instanceof ProblemError && cause.status === 429 && (cause.retryAfter ?? 0) > 600

const again = (cause: ProblemError): number => serverNow() + (cause.retryAfter ?? 0) * 1000

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
      .then(reveal.show, (cause: unknown) =>
        setBanner(isSpent(cause) ? t('reveal.spent', { time: formatDateTime(again(cause)) }) : applyProblem(form, cause)),
      )
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
          rules={[{ required: true, whitespace: true, min: 4, message: t('reveal.purposeRequired') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('reveal.purposePlaceholder')} autoComplete="off" />
        </Form.Item>
      </Form>
      <p className="muted">
        {t('reveal.note')}
        {reveal.shown?.remaining === undefined ? null : ` ${t('reveal.remaining', { count: reveal.shown.remaining })}`}
      </p>
    </Modal>
  )
}
