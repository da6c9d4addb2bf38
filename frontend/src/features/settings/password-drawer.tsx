import { useQuery } from '@tanstack/react-query'
import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeUser, useChange, userOptions } from './api'

export function PasswordDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const { data: user } = useQuery(userOptions(id))
  const change = useChange('users', t('users.stale'))
  if (user === undefined) return null
  return (
    <FormDrawer<{ password: string }>
      title={t('users.passwordOf', { name: user.name })}
      open
      onClose={onClose}
      submitLabel={t('users.password')}
      onSubmit={async ({ password }) => {
        await change(() => changeUser(user, { password }))
        message.success(t('users.passwordDone'))
      }}
    >
      <Form.Item
        name="password"
        label={t('user.password')}
        extra={t('user.passwordExtra')}
        rules={[{ required: true, message: c('required', { field: t('user.password') }) }]}
      >
        <Input.Password autoComplete="new-password" maxLength={200} autoFocus />
      </Form.Item>
    </FormDrawer>
  )
}
