import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import zh from '@/shared/i18n/locales/zh-CN/general'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeUser, createUser, orgChoicesOptions } from './api'

type Values = Schemas['NewUser'] & { active?: boolean }
type Props = { edited: Schemas['User'] | 'new'; onClose: () => void }

const roles = Object.keys(zh.role) as Schemas['Role'][]

/** A new user, or what may change of one. The password is only ever set, never shown. */
export function UserForm({ edited, onClose }: Props) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const queryClient = useQueryClient()
  const { data: orgs } = useQuery(orgChoicesOptions)
  const isNew = edited === 'new'
  const submit = async ({ active, username, password, ...rest }: Values) => {
    if (isNew) await createUser({ ...rest, username, password })
    else await changeUser(edited, { ...rest, ...(active === undefined ? {} : { active }), ...(password ? { password } : {}) })
    await queryClient.invalidateQueries({ queryKey: ['users'] })
  }
  const required = (label: string) => [{ required: true, message: c('required', { field: label }) }]
  return (
    <FormDrawer<Values>
      title={isNew ? t('user.create') : t('user.change', { name: edited.name })}
      open
      onClose={onClose}
      onSubmit={submit}
      initialValues={isNew ? {} : edited}
    >
      <Form.Item name="name" label={t('user.name')} rules={required(t('user.name'))}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      {isNew ? (
        <Form.Item name="username" label={t('user.username')} rules={required(t('user.username'))}>
          <Input maxLength={64} autoComplete="off" autoCapitalize="none" />
        </Form.Item>
      ) : null}
      <Form.Item name="org_id" label={t('user.org')} rules={required(t('user.org'))}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={orgs?.items.map((org) => ({ value: org.id, label: `${org.name}（${org.code}）` })) ?? []}
        />
      </Form.Item>
      <Form.Item name="roles" label={t('user.roles')} rules={required(t('user.roles'))}>
        <Select mode="multiple" options={roles.map((value) => ({ value, label: c(`role.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="password"
        label={t(isNew ? 'user.password' : 'user.newPassword')}
        extra={isNew ? undefined : t('user.passwordKept')}
        rules={isNew ? required(t('user.password')) : []}
      >
        <Input.Password autoComplete="new-password" />
      </Form.Item>
      {isNew ? null : (
        <Form.Item name="active" label={t('user.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
      )}
    </FormDrawer>
  )
}
