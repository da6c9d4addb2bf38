import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { policiesOptions } from './api'
import type { SettingsSearch } from './search'

type Policy = Schemas['PolicySummary'] & { id: string }

export function PoliciesPart() {
  const { t } = useTranslation('settings')
  const { search, patch } = useUrlState<SettingsSearch>()
  const query = useQuery({
    ...policiesOptions,
    select: (page) => ({ ...page, items: page.items.map((policy) => ({ ...policy, id: policy.code })) }),
  })
  const columns: Columns<Policy> = [
    { key: 'title', title: t('policy.title'), dataIndex: 'title' },
    { key: 'code', title: t('policy.code'), dataIndex: 'code' },
    { key: 'version', title: t('policy.version'), dataIndex: 'version', className: 'tabular' },
    { key: 'effective_from', title: t('policy.effectiveFrom'), dataIndex: 'effective_from', className: 'tabular' },
  ]
  return (
    <DataTable
      label={t('tab.policies')}
      query={query}
      columns={columns}
      search={search}
      onSearch={patch}
      card={(policy) => (
        <>
          <strong>{policy.title}</strong>
          <div className="muted">
            {policy.code} · {t('policy.version')} {policy.version} · {policy.effective_from}
          </div>
        </>
      )}
    />
  )
}
