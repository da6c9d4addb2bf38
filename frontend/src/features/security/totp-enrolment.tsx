import { Input, Modal, QRCode } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { useMe } from '@/shared/auth/session'
import { sayProblem } from '@/shared/lib/say-problem'
import { CopyButton } from '@/shared/ui/copy-button'
import { confirmTotp, startTotp, useFreshMe } from './api'
import { RecoveryCodes } from './recovery-codes'
import { StepDialog } from './step-dialog'

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

type StepProps<T> = { onClose: () => void; onDone: (answer: T) => void }

function PasswordStep({ onClose, onDone }: StepProps<Secret>) {
  const { t } = useTranslation('security')
  return (
    <StepDialog
      lead={<p className="muted">{t('totp.enrol.lead')}</p>}
      field="password"
      label={t('totp.enrol.password')}
      missing={t('password.currentMissing')}
      okText={t('totp.enrol.next')}
      send={async (password) => onDone(await startTotp(password))}
      say={sayField}
      onClose={onClose}
    >
      <Input.Password autoComplete="current-password" maxLength={200} autoFocus />
    </StepDialog>
  )
}

function KeyStep({ secret, onClose, onDone }: StepProps<readonly string[]> & { secret: Secret }) {
  const { t } = useTranslation('security')
  return (
    <StepDialog
      lead={<Key {...secret} />}
      field="code"
      label={t('totp.enrol.code')}
      missing={t('totp.enrol.missing')}
      pattern={/^\s*(\d\s*){6}$/}
      okText={t('totp.enrol.confirm')}
      send={async (code) => onDone((await confirmTotp(code.replace(/\s/g, ''))).recovery_codes)}
      say={(cause) => (isRefusal(cause) ? t('totp.enrol.wrong') : sayProblem(cause))}
      onClose={onClose}
    >
      <Input className="totp-code" inputMode="numeric" autoComplete="one-time-code" maxLength={10} autoFocus />
    </StepDialog>
  )
}

/** There is but one field, so that whatever the server says belongs to it. */
function sayField(cause: unknown): string {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  return errors.map(({ detail }) => detail).join('\n') || sayProblem(cause)
}

const isRefusal = (cause: unknown): boolean =>
  cause instanceof ProblemError && cause.status >= 400 && cause.status < 500 && cause.status !== 429

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
