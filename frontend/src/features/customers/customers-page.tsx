import { ImportOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '@/shared/auth/can'
import { Guarded } from '@/shared/auth/guarded'
import { useMe } from '@/shared/auth/session'
import { usePhone } from '@/shared/lib/media'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { customerListOptions, filterOf, type CustomerSummary, type Filter } from './api'
import { ColumnChoice, useColumnChoice } from './column-choice'
import { CustomerCard, useCustomerColumns } from './customer-columns'
import { CustomerFilters, isFiltered } from './customer-filters'
import './customers.css'
import type { CustomerSearch } from './search'

const CustomerDrawer = lazy(() => import('./customer-drawer').then((file) => ({ default: file.CustomerDrawer })))

const card = (row: CustomerSummary) => <CustomerCard row={row} />

type Props = {
  /** The button that exports what the list shows; of another feature, so the route gives it. */
  exporting: (filter: Filter) => ReactNode
}

export function CustomersPage({ exporting }: Props) {
  const { t } = useTranslation('customers')
  const me = useMe()
  const phone = usePhone()
  const navigate = useNavigate()
  const { search, patch } = useUrlState<CustomerSearch>()
  const query = useQuery(customerListOptions(search, me.id))
  const [chosen, choose] = useColumnChoice()
  const columns = useCustomerColumns(chosen)
  const ownerName = query.data?.items.find((row) => row.owner.id === search.owner)?.owner.name
  const open = (id: string) => void navigate({ to: '/customers/$customerId', params: { customerId: id } })
  const creating = search.create === true
  return (
    <>
      <PageHeader
        title={t('title')}
        actions={
          <>
            {phone ? null : <ColumnChoice chosen={chosen} onChange={choose} />}
            {exporting(filterOf(search, me.id))}
            <ImportLink />
            <Create onClick={() => patch({ create: true, cursor: search.cursor })} />
          </>
        }
      />
      <CustomerFilters search={search} patch={patch} ownerName={ownerName} />
      <DataTable
        label={t('title')}
        query={query}
        columns={columns}
        search={search}
        onSearch={(change) => patch(change as Partial<CustomerSearch>)}
        card={card}
        onOpen={(row) => open(row.id)}
        empty={<Nothing filtered={isFiltered(search)} onCreate={() => patch({ create: true })} />}
      />
      <Suspense fallback={null}>
        {creating ? (
          <CustomerDrawer onClose={() => patch({ create: undefined, cursor: search.cursor })} onSaved={(customer) => open(customer.id)} />
        ) : null}
      </Suspense>
    </>
  )
}

function Create({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('customers')
  return (
    <Guarded permission="customer.write" hide>
      <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={onClick}>
        {t('create')}
      </Button>
    </Guarded>
  )
}

function ImportLink() {
  const { t } = useTranslation('customers')
  if (!useCan('import.run')) return null
  return (
    <Link to="/imports/new" className="btn link-btn">
      <ImportOutlined aria-hidden /> {t('import')}
    </Link>
  )
}

function Nothing({ filtered, onCreate }: { filtered: boolean; onCreate: () => void }) {
  const { t } = useTranslation('customers')
  if (filtered) return <EmptyState text={t('empty.filtered')} />
  return (
    <EmptyState text={t('empty.none')}>
      <div className="empty-actions">
        <ImportLink />
        <Create onClick={onCreate} />
      </div>
    </EmptyState>
  )
}
