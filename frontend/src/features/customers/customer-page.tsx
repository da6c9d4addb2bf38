import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { useUrlState } from '@/shared/lib/url-state'
import { EmptyState } from '@/shared/ui/empty'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { overviewOptions, type Overview } from './api'
import { CustomerFile } from './customer-file'
import { CustomerHead } from './customer-head'
import './customers.css'
import { KeyPersons } from './key-persons'
import { OpenApprovals, OpenComplaints, Promises } from './open-work'
import type { CustomerPageSearch } from './search'
import { Subscriptions } from './subscriptions'
import { Timeline } from './timeline'

const CustomerDrawer = lazy(() => import('./customer-drawer').then((file) => ({ default: file.CustomerDrawer })))

/** The 360: everything about one customer, and everything that can be done for them. */
export function CustomerPage({ customerId }: { customerId: string }) {
  const { t } = useTranslation('customers')
  const { data, error, refetch } = useQuery(overviewOptions(customerId))
  if (data !== undefined) return <Found key={customerId} overview={data} />
  if (error === null)
    return (
      <>
        <PageHeader title={t('title')} />
        <div className="late">
          <Skeleton active paragraph={{ rows: 10 }} />
        </div>
      </>
    )
  return (
    <>
      <PageHeader title={t('title')} />
      {isAbsent(error) ? (
        <EmptyState text={t('page.notFound')}>
          <Link to="/customers">{t('page.back')}</Link>
        </EmptyState>
      ) : (
        <ErrorPanel cause={error} retry={() => void refetch()} />
      )}
    </>
  )
}

/** Not there, or no id at all. */
const isAbsent = (cause: unknown) => cause instanceof ProblemError && (cause.status === 404 || cause.status === 400)

function Found({ overview }: { overview: Overview }) {
  const { search, patch } = useUrlState<CustomerPageSearch>()
  const { customer } = overview
  const close = () => patch({ edit: undefined })
  return (
    <>
      <CustomerHead overview={overview} onEdit={() => patch({ edit: true })} />
      <div className="overview">
        <div className="overview-side">
          <Promises promises={overview.promises} />
          <OpenComplaints complaints={overview.open_complaints} />
          <OpenApprovals approvals={overview.open_approvals} />
        </div>
        <div className="overview-main">
          <CustomerFile customer={customer} />
          <Subscriptions customer={customer} subscriptions={overview.subscriptions} />
          <KeyPersons customer={customer} persons={overview.key_persons} />
          <Timeline customerId={customer.id} />
        </div>
      </div>
      <Suspense fallback={null}>
        {search.edit === true ? <CustomerDrawer customer={customer} onClose={close} onSaved={close} /> : null}
      </Suspense>
    </>
  )
}
