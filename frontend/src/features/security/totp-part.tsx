import { Button, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { SecurityPart } from './security-part'

const TotpEnrolment = lazy(() => import('./totp-enrolment').then((file) => ({ default: file.TotpEnrolment })))
const TotpRemoval = lazy(() => import('./totp-removal').then((file) => ({ default: file.TotpRemoval })))

export function TotpPart() {
  const { t } = useTranslation('security')
  const { totp_enabled: isOn } = useMe()
  const [open, setOpen] = useState<'enrolment' | 'removal'>()
  const close = () => setOpen(undefined)
  return (
    <SecurityPart
      title={t('totp.title')}
      extra={
        isOn ? (
          <Button danger onClick={() => setOpen('removal')}>
            {t('totp.remove')}
          </Button>
        ) : (
          <Button type="primary" onClick={() => setOpen('enrolment')}>
            {t('totp.start')}
          </Button>
        )
      }
    >
      <p>
        <Tag color={isOn ? 'success' : 'default'}>{t(isOn ? 'totp.on' : 'totp.off')}</Tag> <span className="muted">{t('totp.why')}</span>
      </p>
      <Suspense fallback={null}>
        {open === 'enrolment' ? <TotpEnrolment onClose={close} /> : null}
        {open === 'removal' ? <TotpRemoval onClose={close} /> : null}
      </Suspense>
    </SecurityPart>
  )
}
