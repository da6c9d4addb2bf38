import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeUser, createUser, useChange, userOptions, type User } from './api'
import { OrgSelect } from './org-select'

type Values = Schemas['NewUser'] & { active: boolean }

const roles = [
  'administrator',
  'auditor',
  'leader',
  'account_manager',
  'data_administrator',
  'clerk',
  'engineer',
  'department_handler',
] as const satisfies readonly Schemas['Role'][]

/** A new person, or one who is there already when there is an id. */
export function UserDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { data: user } = useQuery({ ...userOptions(id ?? ''), enabled: id !== undefined })
  if (id === undefined) return <UserForm user={undefined} onClose={onClose} />
  return user === undefined ? null : <UserForm user={user} onClose={onClose} />
}

function UserForm({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const change = useChange('users', t('users.stale'))
  const required = (field: 'username' | 'name' | 'org_id' | 'roles' | 'password') => [
    { required: true, message: c('required', { field: t(`user.${field}`) }) },
  ]
  const submit = async ({ username, name, org_id, roles, password, active }: Values) => {
    if (user === undefined) {
      await change(() => createUser({ username, name, org_id, roles, password }))
      return message.success(t('users.created', { name }))
    }
    await change(() => changeUser(user, { name, org_id, roles, active }))
    return message.success(t('users.changed'))
  }
  return (
    <FormDrawer<Values>
      title={user === undefined ? t('users.new') : t('users.edit', { name: user.name })}
      open
      onClose={onClose}
      onSubmit={submit}
      initialValues={user ?? { roles: [], active: true }}
    >
      {user === undefined ? (
        <Form.Item name="username" label={t('user.username')} extra={t('user.usernameExtra')} rules={required('username')}>
          <Input autoComplete="off" maxLength={50} autoFocus />
        </Form.Item>
      ) : null}
      <Form.Item name="name" label={t('user.name')} rules={required('name')}>
        <Input autoComplete="off" maxLength={100} />
      </Form.Item>
      <Form.Item name="org_id" label={t('user.org_id')} rules={required('org_id')}>
        <OrgSelect />
      </Form.Item>
      <Form.Item name="roles" label={t('user.roles')} extra={t('user.rolesExtra')} rules={required('roles')}>
        <RolesField />
      </Form.Item>
      {user === undefined ? (
        <Form.Item name="password" label={t('user.password')} extra={t('user.passwordExtra')} rules={required('password')}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
      ) : (
        <Form.Item name="active" label={t('user.active')} extra={t('user.activeExtra')} valuePropName="checked">
          <Switch checkedChildren={c('yes')} unCheckedChildren={c('no')} />
        </Form.Item>
      )}
    </FormDrawer>
  )
}

/** A group of boxes takes no `aria-required`, which antd's form would put on it. */
function RolesField({ id, value, onChange }: { id?: string; value?: Schemas['Role'][]; onChange?: (roles: Schemas['Role'][]) => void }) {
  const { t: c } = useTranslation()
  return (
    <Checkbox.Group
      {...(id === undefined ? {} : { id })}
      className="roles"
      value={value ?? []}
      onChange={(chosen) => onChange?.(chosen)}
      options={roles.map((role) => ({ value: role, label: c(`role.${role}`) }))}
    />
  )
}
