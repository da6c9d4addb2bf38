import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import type { Columns } from '@/shared/ui/data-table'
import type { CustomerSummary } from './api'
import { SpecialTag } from './special-tag'

/** What can be shown or hidden; the name always stands. */
export const optional = [
  'number',
  'kind',
  'special',
  'status',
  'tier',
  'contact',
  'employer',
  'owner',
  'org',
  'open_complaints',
  'updated_at',
] as const

export type OptionalColumn = (typeof optional)[number]

export const usual: readonly OptionalColumn[] = ['number', 'kind', 'special', 'contact', 'owner', 'open_complaints', 'updated_at']

export function useCustomerColumns(shown: readonly OptionalColumn[]): Columns<CustomerSummary> {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const text = (value: string | null | undefined) => (value ? value : <span className="muted">{c('none')}</span>)
  const name: Columns<CustomerSummary>[number] = {
    key: 'name',
    title: t('field.name'),
    sorter: true,
    fixed: 'left',
    render: (_, row) => <CustomerLink row={row} />,
  }
  const columns: Record<OptionalColumn, Columns<CustomerSummary>[number]> = {
    number: { sorter: true, sortDirections: ['ascend'], render: (_, row) => <span className="tabular">{row.number}</span> },
    kind: { render: (_, row) => t(`kind.${row.kind}`) },
    special: { render: (_, row) => <SpecialTag kind={row.special_kind} endsOn={row.special_ends_on} /> },
    status: { render: (_, row) => t(`status.${row.status}`) },
    tier: { render: (_, row) => text(row.tier) },
    contact: { render: (_, row) => <span className="tabular">{text(row.mobile ?? row.phone)}</span> },
    employer: { render: (_, row) => text(row.employer) },
    owner: { render: (_, row) => row.owner.name },
    org: { render: (_, row) => row.org.name },
    open_complaints: { render: (_, row) => <OpenComplaints count={row.open_complaints} /> },
    updated_at: {
      sorter: true,
      sortDirections: ['descend', 'ascend'],
      render: (_, row) => <span className="tabular">{formatDateTime(row.updated_at)}</span>,
    },
  }
  const chosen = optional.filter((key) => shown.includes(key))
  return [name, ...chosen.map((key) => Object.assign({ key, title: t(`field.${key}`) }, columns[key]))]
}

export function CustomerLink({ row }: { row: { id: string; name: string } }) {
  return (
    <Link to="/customers/$customerId" params={{ customerId: row.id }} className="strong">
      {row.name}
    </Link>
  )
}

function OpenComplaints({ count }: { count: number }) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  if (count === 0) return <span className="muted">{c('none')}</span>
  return <Tag color="error">{t('openComplaints', { count })}</Tag>
}

/** A customer on a phone. */
export function CustomerCard({ row }: { row: CustomerSummary }) {
  const { t } = useTranslation('customers')
  return (
    <article className="customer-card">
      <div className="customer-card-line">
        <CustomerLink row={row} />
        <SpecialTag kind={row.special_kind} endsOn={row.special_ends_on} quiet />
        {row.open_complaints > 0 ? <OpenComplaints count={row.open_complaints} /> : null}
      </div>
      <p className="muted tabular">
        {[row.number, t(`kind.${row.kind}`), row.mobile ?? row.phone, row.owner.name].filter(Boolean).join(' · ')}
      </p>
    </article>
  )
}
