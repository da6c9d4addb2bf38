import { Tabs } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { useUrlState } from '@/shared/lib/url-state'
import { PageHeader } from '@/shared/ui/page-header'
import { PreferencesPart } from './preferences-part'
import { tabs, type SettingsSearch } from './search'

const UsersPart = lazy(() => import('./users-part').then((file) => ({ default: file.UsersPart })))
const OrgsPart = lazy(() => import('./orgs-part').then((file) => ({ default: file.OrgsPart })))
const PoliciesPart = lazy(() => import('./policies-part').then((file) => ({ default: file.PoliciesPart })))

const parts = {
  preferences: { permission: undefined, part: <PreferencesPart /> },
  users: { permission: 'user.read', part: <UsersPart /> },
  orgs: { permission: 'org.read', part: <OrgsPart /> },
  policies: { permission: 'policy.read', part: <PoliciesPart /> },
} as const

export function SettingsPage() {
  const { t } = useTranslation('settings')
  const me = useMe()
  const { search, patch } = useUrlState<SettingsSearch>()
  const items = tabs
    .filter((key) => parts[key].permission === undefined || can(me, parts[key].permission))
    .map((key) => ({ key, label: t(`tab.${key}`), children: <Suspense>{parts[key].part}</Suspense> }))
  return (
    <>
      <PageHeader title={t('title')} />
      <Tabs
        activeKey={search.tab ?? 'preferences'}
        items={items}
        destroyOnHidden
        onChange={(key) => patch({ tab: tabs.find((tab) => tab === key), q: undefined, limit: undefined })}
      />
    </>
  )
}
