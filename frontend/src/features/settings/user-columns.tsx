import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import type { Columns } from '@/shared/ui/data-table'
import type { User } from './api'
import type { UserSearch } from './search'

/** Without `show` the list is for reading only. */
export function useUserColumns(show: ((change: Partial<UserSearch>) => void) | undefined): Columns<User> {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const columns: Columns<User> = [
    { key: 'name', title: t('user.name'), dataIndex: 'name' },
    { key: 'username', title: t('user.username'), dataIndex: 'username' },
    { key: 'org', title: t('user.org_id'), dataIndex: 'org_name' },
    { key: 'roles', title: t('user.roles'), render: (_, { roles }) => roles.map((role) => <Tag key={role}>{c(`role.${role}`)}</Tag>) },
    {
      key: 'active',
      title: t('users.state'),
      render: (_, { active }) => <Tag color={active ? 'success' : 'default'}>{t(active ? 'users.active' : 'users.inactive')}</Tag>,
    },
    {
      key: 'created_at',
      title: t('user.created_at'),
      render: (_, { created_at }) => <span className="tabular">{formatDateTime(created_at)}</span>,
    },
  ]
  if (show === undefined) return columns
  const actions: Columns<User>[number] = {
    key: 'actions',
    title: <span className="visually-hidden">{c('action.more')}</span>,
    render: (_, { id, name }) => (
      <span className="row-actions">
        <Button size="small" onClick={() => show({ edit: id })} aria-label={t('users.edit', { name })}>
          {c('action.edit')}
        </Button>
        <Button size="small" onClick={() => show({ password: id })} aria-label={t('users.passwordOf', { name })}>
          {t('users.password')}
        </Button>
        <Button size="small" onClick={() => show({ security: id })} aria-label={t('users.securityOf', { name })}>
          {t('users.security')}
        </Button>
      </span>
    ),
  }
  return [...columns, actions]
}
