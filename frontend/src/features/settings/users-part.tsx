import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Tag } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useCan } from '@/shared/auth/can'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { usersOptions } from './api'
import type { SettingsSearch } from './search'

type User = Schemas['User']

/** Forms are loaded when one is opened: the list shows sooner. */
const UserForm = lazy(() => import('./user-form').then((file) => ({ default: file.UserForm })))

export function UsersPart() {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { search, patch } = useUrlState<SettingsSearch>()
  const query = useQuery(usersOptions(search))
  const manages = useCan('user.manage')
  const [edited, setEdited] = useState<User | 'new'>()
  const roles = (user: User) => user.roles.map((role) => c(`role.${role}`)).join('、')
  const state = (user: User) => <Tag color={user.active ? 'success' : 'default'}>{t(user.active ? 'user.active' : 'user.inactive')}</Tag>
  const edit = (user: User) => (
    <Button type="link" size="small" aria-label={`${c('action.edit')} ${user.name}`} onClick={() => setEdited(user)}>
      {c('action.edit')}
    </Button>
  )
  const columns: Columns<User> = [
    { key: 'name', title: t('user.name'), dataIndex: 'name' },
    { key: 'username', title: t('user.username'), dataIndex: 'username' },
    { key: 'roles', title: t('user.roles'), render: (_, user) => roles(user) },
    { key: 'org_name', title: t('user.org'), dataIndex: 'org_name' },
    { key: 'active', title: t('user.state'), render: (_, user) => state(user) },
    ...(manages ? [{ key: 'actions', title: t('user.actions'), render: (_: unknown, user: User) => edit(user) }] : []),
  ]
  return (
    <>
      <div className="filters">
        <Input.Search
          className="filter-text"
          allowClear
          defaultValue={search.q}
          aria-label={t('user.search')}
          placeholder={t('user.search')}
          onSearch={(q) => patch({ q: q.trim() })}
        />
        {manages ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('user.create')}
          </Button>
        ) : null}
      </div>
      <DataTable
        label={t('tab.users')}
        query={query}
        columns={columns}
        search={search}
        onSearch={patch}
        card={(user) => (
          <>
            <strong>{user.name}</strong> {state(user)}
            <div className="muted">
              {user.username} · {user.org_name} · {roles(user)}
            </div>
            {manages ? edit(user) : null}
          </>
        )}
      />
      <Suspense>{edited === undefined ? null : <UserForm edited={edited} onClose={() => setEdited(undefined)} />}</Suspense>
    </>
  )
}
