import { Form, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  /** Above the field: what to do. */
  lead: ReactNode
  field: 'password' | 'code'
  label: string
  missing: string
  pattern?: RegExp
  okText: string
  send: (value: string) => Promise<unknown>
  /** What a refusal means at this step. */
  say: (cause: unknown) => string
  onClose: () => void
  /** The input. */
  children: ReactNode
}

const anything = /./

/** One step on the way to the second factor: a field that is sent, and the refusal at the field. */
export function StepDialog({ lead, field, label, missing, pattern = anything, okText, send, say, onClose, children }: Props) {
  const { t } = useTranslation('security')
  const [form] = Form.useForm<Record<string, string>>()
  const [pending, setPending] = useState(false)
  const submit = async (values: Record<string, string>) => {
    setPending(true)
    try {
      await send(values[field] ?? '')
    } catch (cause) {
      form.setFields([{ name: field, errors: [say(cause)] }])
      document.querySelector<HTMLInputElement>(`#totp_${field}`)?.select()
    }
    setPending(false)
  }
  return (
    <Modal
      open
      title={t('totp.enrol.title')}
      okText={okText}
      cancelText={t('totp.enrol.cancel')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {lead}
      <Form
        form={form}
        name="totp"
        layout="vertical"
        requiredMark={false}
        onFinish={(values) => void submit(values)}
        // What was said of the old value is no longer true.
        onValuesChange={() => form.setFields([{ name: field, errors: [] }])}
      >
        <Form.Item name={field} label={label} validateTrigger="onSubmit" rules={[{ required: true, pattern, message: missing }]}>
          {children}
        </Form.Item>
      </Form>
    </Modal>
  )
}
