import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { removeTotp, useFreshMe } from './api'

export function TotpRemoval({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('security')
  const { message } = App.useApp()
  const freshMe = useFreshMe()
  const submit = async ({ password }: { password: string }) => {
    await removeTotp(password)
    void message.success(t('totp.removal.done'))
    await freshMe()
  }
  return (
    <FormDrawer<{ password: string }>
      title={t('totp.removal.title')}
      open
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t('totp.removal.submit')}
      width={420}
    >
      <p className="muted">{t('totp.removal.lead')}</p>
      <Form.Item name="password" label={t('totp.removal.password')} rules={[{ required: true, message: t('password.currentMissing') }]}>
        <Input.Password autoComplete="current-password" maxLength={200} autoFocus />
      </Form.Item>
    </FormDrawer>
  )
}
