import './approvals.css'
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { Guarded } from '@/shared/auth/guarded'
import { useMe, type Me } from '@/shared/auth/session'
import { formatDateTime } from '@/shared/lib/date'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { approvalListOptions, type Summary } from './api'
import { ApprovalFilters, isFiltered } from './approval-filters'
import type { ApprovalsSearch, View } from './search'
import { StatusTag } from './status-tag'
import { useStepName } from './step-name'

export function ApprovalsPage() {
  const { t } = useTranslation('approvals')
  const { search, patch, reset } = useUrlState<ApprovalsSearch>()
  const me = useMe()
  const view = search.view ?? firstView(me)
  const query = useQuery(approvalListOptions(search, view))
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('title')} actions={<Apply />} />
      <ApprovalFilters search={search} view={view} patch={patch} reset={reset} />
      <DataTable
        label={t('list.label')}
        query={query}
        columns={columns}
        search={search}
        // The table sorts by its columns' keys, which are the API's words.
        onSearch={(change) => patch(change as Partial<ApprovalsSearch>)}
        card={card}
        empty={
          <EmptyState text={isFiltered(search) ? t('list.noneFiltered') : t(`list.none.${view}`)}>
            {view === 'mine' && !isFiltered(search) ? <Apply /> : null}
          </EmptyState>
        }
      />
    </>
  )
}

/** Who decides wants to see what waits for him; who applies, his own; everybody else, all. */
export function firstView(me: Me): View {
  if (can(me, 'approval.decide')) return 'waiting'
  return can(me, 'approval.apply') ? 'mine' : 'all'
}

function Apply() {
  const { t } = useTranslation('approvals')
  const navigate = useNavigate()
  return (
    <Guarded permission="approval.apply" hide>
      <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate({ to: '/approvals/new' })}>
        {t('list.create')}
      </Button>
    </Guarded>
  )
}

function useColumns(): Columns<Summary> {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const stepName = useCurrentStep()
  return [
    { key: 'number', title: t('field.number'), className: 'tabular', render: (_, row) => <NumberLink row={row} /> },
    { key: 'kind', title: t('field.kind'), render: (_, row) => t(`kind.${row.kind}`) },
    { key: 'customer', title: t('field.customer'), render: (_, row) => <CustomerLink row={row} /> },
    { key: 'status', title: t('field.status'), render: (_, row) => <StatusTag status={row.status} /> },
    { key: 'step', title: t('field.step'), render: (_, row) => stepName(row) ?? <span className="muted">{c('none')}</span> },
    { key: 'applicant', title: t('field.applicant'), render: (_, row) => row.applicant.name },
    {
      key: 'created_at',
      title: t('field.created_at'),
      className: 'tabular',
      sorter: true,
      render: (_, row) => formatDateTime(row.created_at),
    },
    {
      key: 'updated_at',
      title: t('field.updated_at'),
      className: 'tabular',
      sorter: true,
      render: (_, row) => formatDateTime(row.updated_at),
    },
  ]
}

function useCurrentStep(): (row: Summary) => string | undefined {
  const name = useStepName()
  return ({ current_step_name_zh: zh, current_step_name_en: en }) => (zh ? name({ name_zh: zh, name_en: en ?? zh }) : undefined)
}

function NumberLink({ row }: { row: Summary }) {
  return (
    <Link to="/approvals/$approvalId" params={{ approvalId: row.id }}>
      {row.number}
    </Link>
  )
}

function CustomerLink({ row }: { row: Summary }) {
  return (
    <Link to="/customers/$customerId" params={{ customerId: row.customer.id }}>
      {row.customer.name}
    </Link>
  )
}

const card = (row: Summary) => <Card row={row} />

function Card({ row }: { row: Summary }) {
  const { t } = useTranslation('approvals')
  const step = useCurrentStep()(row)
  return (
    <Link to="/approvals/$approvalId" params={{ approvalId: row.id }} className="approval-card">
      <span className="approval-card-line">
        <strong>{row.customer.name}</strong>
        <StatusTag status={row.status} />
      </span>
      <span>
        {t(`kind.${row.kind}`)} <span className="muted tabular">{row.number}</span>
      </span>
      <span className="muted">{[step, row.applicant.name, formatDateTime(row.updated_at)].filter(Boolean).join(' · ')}</span>
    </Link>
  )
}
