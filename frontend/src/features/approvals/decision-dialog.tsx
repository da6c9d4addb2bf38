import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { applyProblem } from '@/shared/lib/form-problem'

export type Said = { action: 'approve' | 'return' | 'refuse' | 'withdraw'; text: string }

type Props = {
  action: Said['action']
  /** What was written before the record moved on. */
  written: string
  onClose: () => void
  onSubmit: (said: Said) => Promise<void>
}

/** A decision and what is said to it. Who sends an application back or away has to say why. */
export function DecisionDialog({ action, written, onClose, onSubmit }: Props) {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const [form] = Form.useForm<Record<string, string>>()
  const [pending, setPending] = useState(false)
  const [banner, setBanner] = useState<string>()
  const field = action === 'withdraw' ? 'reason' : 'comment'
  const label = t(`dialog.${action}.text`)
  const send = async (values: Record<string, string>) => {
    if (pending) return
    const text = (values[field] ?? '').trim()
    setPending(true)
    setBanner(undefined)
    try {
      await onSubmit({ action, text })
    } catch (cause) {
      setBanner(applyProblem(form, cause))
    } finally {
      setPending(false)
    }
  }
  return (
    <Modal
      open
      title={t(`dialog.${action}.title`)}
      okText={t(`dialog.${action}.ok`)}
      okButtonProps={{ danger: action === 'refuse' || action === 'withdraw', loading: pending }}
      cancelText={c('action.cancel')}
      cancelButtonProps={{ disabled: pending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ [field]: written }}
        onFinish={(values) => void send(values)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) form.submit()
        }}
      >
        {banner === undefined ? null : <Alert role="alert" type="error" showIcon title={banner} className="form-banner" />}
        {action === 'refuse' || action === 'withdraw' ? <p className="muted">{t(`dialog.${action}.note`)}</p> : null}
        <Form.Item
          name={field}
          label={label}
          rules={action === 'approve' ? [] : [{ required: true, whitespace: true, message: c('required', { field: label }) }]}
        >
          <Input.TextArea autoFocus rows={4} maxLength={field === 'reason' ? 1000 : 4000} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
