import { Form, Input, Modal, QRCode } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { useMe } from '@/shared/auth/session'
import { applyProblem } from '@/shared/lib/form-problem'
import { sayProblem } from '@/shared/lib/say-problem'
import { CopyButton } from '@/shared/ui/copy-button'
import { confirmTotp, startTotp, useFreshMe } from './api'
import { RecoveryCodes } from './recovery-codes'

type Secret = Awaited<ReturnType<typeof startTotp>>

/** The password, the key for the phone, a code as proof that it has arrived, the codes for the day the phone is lost. */
export function TotpEnrolment({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('security')
  // A key for this dialog alone: asked for once, kept nowhere.
  const [secret, setSecret] = useState<Secret>()
  const [codes, setCodes] = useState<readonly string[]>()
  const freshMe = useFreshMe()
  if (secret === undefined) return <PasswordStep onClose={onClose} onDone={setSecret} />
  if (codes === undefined) return <KeyStep secret={secret} onClose={onClose} onDone={setCodes} />
  const finish = () => {
    onClose()
    void freshMe()
  }
  return (
    <Modal open title={t('totp.codes.title')} footer={null} closable={false} keyboard={false} mask={{ closable: false }}>
      <RecoveryCodes codes={codes} onDone={finish} />
    </Modal>
  )
}

function PasswordStep({ onClose, onDone }: { onClose: () => void; onDone: (secret: Secret) => void }) {
  const { t } = useTranslation('security')
  const [form] = Form.useForm<{ password: string }>()
  const [pending, setPending] = useState(false)
  const submit = ({ password }: { password: string }) => {
    setPending(true)
    startTotp(password)
      .then(onDone)
      .catch((cause: unknown) => {
        const rest = applyProblem(form, cause)
        if (rest !== undefined) form.setFields([{ name: 'password', errors: [rest] }])
      })
      .finally(() => setPending(false))
  }
  return (
    <Modal
      open
      title={t('totp.enrol.title')}
      okText={t('totp.enrol.next')}
      cancelText={t('totp.enrol.cancel')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <p className="muted">{t('totp.enrol.lead')}</p>
      <Form form={form} name="totp" layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item
          name="password"
          label={t('totp.enrol.password')}
          validateTrigger="onSubmit"
          rules={[{ required: true, message: t('password.currentMissing') }]}
        >
          <Input.Password
            autoComplete="current-password"
            maxLength={200}
            autoFocus
            onChange={() => form.setFields([{ name: 'password', errors: [] }])}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

type KeyProps = { secret: Secret; onClose: () => void; onDone: (codes: readonly string[]) => void }

function KeyStep({ secret, onClose, onDone }: KeyProps) {
  const { t } = useTranslation('security')
  const [form] = Form.useForm<{ code: string }>()
  const [pending, setPending] = useState(false)
  const submit = ({ code }: { code: string }) => {
    setPending(true)
    confirmTotp(code.replace(/\s/g, ''))
      .then((answer) => onDone(answer.recovery_codes))
      .catch((cause: unknown) => {
        const isWrong = cause instanceof ProblemError && cause.status >= 400 && cause.status < 500 && cause.status !== 429
        form.setFields([{ name: 'code', errors: [isWrong ? t('totp.enrol.wrong') : sayProblem(cause)] }])
        document.querySelector<HTMLInputElement>('#totp_code')?.select()
      })
      .finally(() => setPending(false))
  }
  return (
    <Modal
      open
      title={t('totp.enrol.title')}
      okText={t('totp.enrol.confirm')}
      cancelText={t('totp.enrol.cancel')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <Key {...secret} />
      <Form form={form} name="totp" layout="vertical" onFinish={submit} requiredMark={false}>
        <Form.Item
          name="code"
          label={t('totp.enrol.code')}
          validateTrigger="onSubmit"
          rules={[{ required: true, pattern: /^\s*(\d\s*){6}$/, message: t('totp.enrol.missing') }]}
        >
          <Input
            className="totp-code"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            autoFocus
            onChange={() => form.setFields([{ name: 'code', errors: [] }])}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}

/** Dark modules on white whatever the theme: many phones read no other. */
function Key({ secret, otpauth_uri }: Secret) {
  const { t } = useTranslation('security')
  const { username } = useMe()
  return (
    <div className="totp-key">
      <p>
        {t('totp.enrol.scan')}
        <br />
        <span className="muted">{t('totp.enrol.apps')}</span>
      </p>
      <div role="img" aria-label={t('totp.enrol.qr')}>
        <QRCode type="svg" value={otpauth_uri} size={200} color="#000" bgColor="#fff" marginSize={2} aria-hidden />
      </div>
      <p className="muted">{t('totp.enrol.secret', { username })}</p>
      <p className="totp-secret">
        <code>{(secret.match(/.{1,4}/g) ?? [secret]).join(' ')}</code> <CopyButton text={secret} />
      </p>
    </div>
  )
}
