import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Input, Select, Tag } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded } from '@/shared/auth/guarded'
import { useCan } from '@/shared/auth/can'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { userListOptions, type User } from './api'
import { OrgSelect } from './org-select'
import type { UserSearch } from './search'
import { useUserColumns } from './user-columns'

const UserDrawer = lazy(() => import('./user-drawer').then((file) => ({ default: file.UserDrawer })))
const PasswordDrawer = lazy(() => import('./password-drawer').then((file) => ({ default: file.PasswordDrawer })))
const UserSecurityDrawer = lazy(() => import('./user-security-drawer').then((file) => ({ default: file.UserSecurityDrawer })))

export function UsersPage() {
  const { t } = useTranslation('settings')
  const { search, patch } = useUrlState<UserSearch>()
  const query = useQuery(userListOptions(search))
  const manages = useCan('user.manage')
  const show = (change: Partial<UserSearch>) => patch({ ...change, cursor: search.cursor })
  const columns = useUserColumns(manages ? show : undefined)
  const close = () => show({ new: undefined, edit: undefined, password: undefined, security: undefined })
  return (
    <>
      <PageHeader
        title={t('users.title')}
        actions={
          <Guarded permission="user.manage" hide>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => show({ new: 1 })}>
              {t('users.new')}
            </Button>
          </Guarded>
        }
      />
      <Filters search={search} patch={patch} />
      <DataTable
        label={t('users.label')}
        query={query}
        columns={columns}
        search={search}
        onSearch={(change) => patch(change)}
        card={(user) => <UserCard user={user} show={manages ? show : undefined} />}
        empty={<EmptyState text={t('users.empty')} />}
      />
      <Suspense fallback={null}>
        {manages && (search.new === 1 || search.edit !== undefined) ? <UserDrawer id={search.edit} onClose={close} /> : null}
        {manages && search.password !== undefined ? <PasswordDrawer id={search.password} onClose={close} /> : null}
        {manages && search.security !== undefined ? <UserSecurityDrawer id={search.security} onClose={close} /> : null}
      </Suspense>
    </>
  )
}

function Filters({ search, patch }: { search: UserSearch; patch: (change: Partial<UserSearch>) => void }) {
  const { t } = useTranslation('settings')
  return (
    <div className="filters" role="search">
      <Input.Search
        key={search.q ?? ''}
        className="settings-text"
        aria-label={t('users.q')}
        placeholder={t('users.q')}
        allowClear
        maxLength={100}
        defaultValue={search.q}
        onSearch={(text) => patch({ q: text.trim() || undefined })}
      />
      <OrgSelect
        className="settings-select"
        aria-label={t('users.org')}
        placeholder={t('users.org')}
        allowClear
        value={search.org_id}
        onChange={(org_id) => patch({ org_id })}
      />
      <Select
        className="settings-select"
        aria-label={t('users.state')}
        placeholder={t('users.state')}
        allowClear
        value={search.active}
        options={[
          { value: true, label: t('users.active') },
          { value: false, label: t('users.inactive') },
        ]}
        onChange={(active) => patch({ active })}
      />
    </div>
  )
}

function UserCard({ user, show }: { user: User; show: ((change: Partial<UserSearch>) => void) | undefined }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  return (
    <div className="user-card">
      <span>
        <strong>{user.name}</strong> <span className="muted">{user.username}</span> {user.active ? null : <Tag>{t('users.inactive')}</Tag>}
      </span>
      <span className="muted">{[user.org_name, ...user.roles.map((role) => c(`role.${role}`))].join(' · ')}</span>
      {show === undefined ? null : (
        <span className="row-actions">
          <Button size="small" onClick={() => show({ edit: user.id })} aria-label={t('users.edit', { name: user.name })}>
            {c('action.edit')}
          </Button>
          <Button size="small" onClick={() => show({ password: user.id })} aria-label={t('users.passwordOf', { name: user.name })}>
            {t('users.password')}
          </Button>
          <Button size="small" onClick={() => show({ security: user.id })} aria-label={t('users.securityOf', { name: user.name })}>
            {t('users.security')}
          </Button>
        </span>
      )}
    </div>
  )
}
