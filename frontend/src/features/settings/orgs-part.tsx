import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Guarded } from '@/shared/auth/guarded'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { orgsOptions } from './api'
import type { SettingsSearch } from './search'

type Org = Schemas['Org']

/** Forms are loaded when one is opened: the list shows sooner. */
const OrgForm = lazy(() => import('./org-form').then((file) => ({ default: file.OrgForm })))

export function OrgsPart() {
  const { t } = useTranslation('settings')
  const { search, patch } = useUrlState<SettingsSearch>()
  const query = useQuery(orgsOptions(search))
  const [creating, setCreating] = useState(false)
  const columns: Columns<Org> = [
    { key: 'name', title: t('org.name'), dataIndex: 'name' },
    { key: 'code', title: t('org.code'), dataIndex: 'code', className: 'tabular' },
    { key: 'level', title: t('org.level'), render: (_, org) => t(`org.levels.${org.level}`) },
    { key: 'policy_code', title: t('org.policy'), dataIndex: 'policy_code' },
  ]
  return (
    <>
      <div className="filters">
        <Guarded permission="org.manage" hide>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('org.create')}
          </Button>
        </Guarded>
      </div>
      <DataTable
        label={t('tab.orgs')}
        query={query}
        columns={columns}
        search={search}
        onSearch={patch}
        card={(org) => (
          <>
            <strong>{org.name}</strong>
            <div className="muted">
              {org.code} · {t(`org.levels.${org.level}`)} · {org.policy_code}
            </div>
          </>
        )}
      />
      <Suspense>{creating ? <OrgForm onClose={() => setCreating(false)} /> : null}</Suspense>
    </>
  )
}
