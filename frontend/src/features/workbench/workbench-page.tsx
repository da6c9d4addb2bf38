import './workbench.css'
import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { useNow, minute } from '@/shared/lib/clock'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { workbenchOptions, type Workbench } from './api'
import { OpenComplaints } from './open-complaints'
import { Approvals, Birthdays, Customers, Renewals } from './panels'
import { Tiles } from './tiles'

/** The first page of the day: what burns, in numbers that lead to it, and then the lists. */
export function WorkbenchPage() {
  const { t } = useTranslation('workbench')
  const me = useMe()
  const query = useQuery(workbenchOptions)
  return (
    <>
      <PageHeader title={t('title')} extra={<span className="muted">{t(`greeting.${useTimeOfDay()}`, { name: me.name })}</span>} />
      {query.data === undefined ? null : <Content workbench={query.data} />}
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Waiting /> : null}
    </>
  )
}

function Content({ workbench }: { workbench: Workbench }) {
  const me = useMe()
  return (
    <>
      <Tiles workbench={workbench} />
      <div className="bench">
        <div className="bench-main">
          {can(me, 'complaint.read') ? <OpenComplaints workbench={workbench} /> : null}
          {can(me, 'approval.decide') ? <Approvals workbench={workbench} /> : null}
        </div>
        <div className="bench-side">
          <Customers totals={workbench.customers} />
          <Renewals items={workbench.due_today.renewals} />
          <Birthdays items={workbench.due_today.birthdays} />
        </div>
      </div>
    </>
  )
}

function Waiting() {
  const { t } = useTranslation()
  return (
    <div className="late" role="status" aria-label={t('loading')}>
      <Skeleton active paragraph={{ rows: 10 }} title={false} />
    </div>
  )
}

function useTimeOfDay(): 'morning' | 'afternoon' | 'evening' {
  const hour = (Math.floor(useNow(minute) / 3_600_000) + 8) % 24
  return hour < 5 || hour >= 18 ? 'evening' : hour < 12 ? 'morning' : 'afternoon'
}
