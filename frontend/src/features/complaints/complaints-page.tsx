import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded } from '@/shared/auth/guarded'
import { useMe } from '@/shared/auth/session'
import { useHotkeys } from '@/shared/lib/hotkeys'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import './complaints.css'
import { complaintListOptions } from './api'
import { cardOf } from './card'
import { useColumns } from './columns'
import { ComplaintFilters, isFiltered } from './filters'
import type { ComplaintSearch } from './search'

const Intake = lazy(() => import('./intake').then((file) => ({ default: file.Intake })))

/** What burns first: open complaints before closed ones, the first due on top. */
export function ComplaintsPage() {
  const { t } = useTranslation('complaints')
  const { search, patch, reset } = useUrlState<ComplaintSearch>()
  const query = useQuery(complaintListOptions(search, useMe().id))
  const columns = useColumns()
  const take = () => patch({ new: 1, cursor: search.cursor })
  useHotkeys({ KeyN: take })
  const filtered = isFiltered(search)
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <Guarded permission="complaint.work" hide>
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={take}>
              {t('list.new')}
            </Button>
          </Guarded>
        }
      />
      <ComplaintFilters search={search} patch={patch} reset={reset} />
      <DataTable
        label={t('list.label')}
        query={query}
        columns={columns}
        search={search}
        onSearch={(change) => patch(change as Partial<ComplaintSearch>)}
        card={cardOf}
        empty={
          <EmptyState text={t(filtered ? 'list.empty' : 'list.none')}>
            {filtered ? <Button onClick={reset}>{t('filter.clear')}</Button> : null}
          </EmptyState>
        }
      />
      <Suspense fallback={null}>
        {search.new === 1 ? (
          <Intake customerId={search.customer_id} onClose={() => patch({ new: undefined, cursor: search.cursor })} />
        ) : null}
      </Suspense>
    </>
  )
}
