import { useQueryClient } from '@tanstack/react-query'
import { Alert, Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http, type Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { serverNow } from '@/api/skew'
import { formatDateTime } from '@/shared/lib/date'
import { applyProblem } from '@/shared/lib/form-problem'
import { budgetKey, remainingOf } from './budget'
import type { PersonalField, Reveal } from './use-reveal'

type Values = { fields: PersonalField[]; purpose: string }

const revealFields = (id: string, body: Schemas['NewReveal']) =>
  call(http.POST('/api/v1/customers/{id}/reveals', { params: { path: { id } }, body }))

/** What to show and what for; the answer goes on the audit trail. */
export function RevealDialog({ reveal, asking }: { reveal: Reveal; asking: PersonalField }) {
  const { t } = useTranslation('reveal')
  const { t: c } = useTranslation()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const [banner, setBanner] = useState<string>()
  const [pending, setPending] = useState(false)
  const remaining = remainingOf(queryClient.getQueryData(budgetKey))
  const { customerId, record, name } = reveal.whose
  const submit = ({ fields, purpose }: Values) => {
    if (pending) return
    setPending(true)
    setBanner(undefined)
    revealFields(customerId, { ...record, fields, purpose: purpose.trim() })
      .then(reveal.show, (cause: unknown) =>
        setBanner(isSpent(cause) ? t('spent', { time: formatDateTime(again(cause)) }) : applyProblem(form, cause)),
      )
      .finally(() => setPending(false))
  }
  return (
    <Modal
      open
      title={name === undefined ? t('title') : t('titleOf', { name })}
      okText={t('submit')}
      cancelText={c('action.cancel')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={reveal.cancel}
    >
      <Form<Values> form={form} name="reveal" layout="vertical" onFinish={submit} initialValues={{ fields: [asking], purpose: '' }}>
        {banner === undefined ? null : <Alert role="alert" type="error" showIcon title={banner} className="form-banner" />}
        <Form.Item name="fields" label={t('fields')} rules={[{ type: 'array', min: 1, message: t('fieldsRequired') }]}>
          <Checkbox.Group options={reveal.masked.map(({ field, label }) => ({ value: field, label }))} />
        </Form.Item>
        <Form.Item
          name="purpose"
          label={t('purpose')}
          rules={[{ required: true, whitespace: true, min: 4, message: t('purposeRequired') }]}
        >
          <Input autoFocus maxLength={200} placeholder={t('purposePlaceholder')} autoComplete="off" />
        </Form.Item>
      </Form>
      <p className="muted">
        {t('note')}
        {remaining === undefined ? null : ` ${t('remaining', { count: remaining })}`}
      </p>
    </Modal>
  )
}

/** Not asked too fast, but as often as a day allows: that is a long wait. */
const isSpent = (cause: unknown): cause is ProblemError =>
  cause instanceof ProblemError && cause.status === 429 && (cause.retryAfter ?? 0) > 600

const again = (cause: ProblemError): number => serverNow() + (cause.retryAfter ?? 0) * 1000
