import './audit.css'
import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { entriesOptions } from './api'
import { EntryCard, useEntryColumns } from './entry-columns'
import { AuditFilters, isFiltered } from './audit-filters'
import type { AuditSearch } from './search'
import { VerificationCard } from './verification-card'
import { WhoSaw } from './who-saw'

const EntryDrawer = lazy(() => import('./entry-drawer').then((file) => ({ default: file.EntryDrawer })))

/** Who did, saw or was refused what; and whether the trail is whole. */
export function AuditPage() {
  const { t } = useTranslation('audit')
  const navigate = useNavigate()
  const { search, patch, reset } = useUrlState<AuditSearch>()
  const query = useQuery(entriesOptions(search))
  const open = (id: string | undefined) => patch({ open: id, cursor: search.cursor })
  const columns = useEntryColumns(open)
  const { cursor: _cursor, limit: _limit, open: opened, ...conditions } = search
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Button icon={<PrinterOutlined aria-hidden />} onClick={() => void navigate({ to: '/print/audit', search: conditions })}>
            {t('print.action')}
          </Button>
        }
      />
      <VerificationCard />
      <AuditFilters search={search} patch={patch} reset={reset} seen={query.data?.items ?? []} />
      {search.customer_id === undefined ? null : <WhoSaw search={search} patch={patch} />}
      <DataTable
        label={t('label')}
        query={query}
        columns={columns}
        search={search}
        onSearch={(change) => patch(change)}
        onOpen={({ id }) => open(id)}
        card={(entry) => <EntryCard entry={entry} open={open} />}
        rowClassName={({ outcome }) => (outcome === 'refused' ? 'is-refused' : '')}
        empty={<EmptyState text={t(isFiltered(search) ? 'empty.filtered' : 'empty.none')} />}
      />
      <Suspense fallback={null}>
        {opened === undefined || query.data === undefined ? null : (
          <EntryDrawer entry={query.data.items.find(({ id }) => id === opened)} onClose={() => open(undefined)} />
        )}
      </Suspense>
    </>
  )
}
