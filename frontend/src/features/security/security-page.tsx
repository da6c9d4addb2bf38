import './security.css'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { formatDateTime } from '@/shared/lib/date'
import { PageHeader } from '@/shared/ui/page-header'
import { useFreshMe } from './api'
import { PasswordForm } from './light/password-form'
import { SecurityPart } from './security-part'
import { SessionsPart } from './sessions-part'
import { TotpPart } from './totp-part'

/** One's own sign-in: the password, the second step, and where one is signed in. */
export function SecurityPage() {
  const { t } = useTranslation('security')
  return (
    <>
      <PageHeader title={t('title')} />
      <div className="security">
        <SessionsPart />
        <TotpPart />
        <PasswordPart />
      </div>
    </>
  )
}

function PasswordPart() {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const me = useMe()
  const freshMe = useFreshMe()
  return (
    <SecurityPart title={t('password.title')}>
      <p className="muted">{t('password.note')}</p>
      {me.password_expires_at ? <p>{t('password.until', { time: formatDateTime(me.password_expires_at) })}</p> : null}
      <PasswordForm
        onDone={async () => {
          void message.success(t('password.done'))
          await freshMe()
        }}
      />
    </SecurityPart>
  )
}
