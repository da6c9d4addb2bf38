import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { ComplaintSla, ComplaintStatusTag, LevelTag } from '@/shared/ui/complaint-chips'
import type { Columns } from '@/shared/ui/data-table'
import type { Summary } from './api'

export function useColumns(): Columns<Summary> {
  const { t } = useTranslation('complaints')
  return [
    {
      key: 'due_at',
      title: t('field.due_at'),
      sorter: true,
      render: (_, row) => <ComplaintSla complaint={row} />,
    },
    { key: 'level', title: t('field.level'), render: (_, row) => <LevelTag level={row.level} /> },
    {
      key: 'title',
      title: t('field.title'),
      render: (_, row) => (
        <div className="complaint-title">
          <Link to="/complaints/$complaintId" params={{ complaintId: row.id }}>
            {row.title}
          </Link>
          <span className="muted tabular">{row.number}</span>
        </div>
      ),
    },
    {
      key: 'customer',
      title: t('field.customer'),
      render: (_, row) => (
        <Link to="/customers/$customerId" params={{ customerId: row.customer.id }} className="complaint-customer">
          {row.customer.name}
        </Link>
      ),
    },
    { key: 'status', title: t('field.status'), render: (_, row) => <ComplaintStatusTag status={row.status} /> },
    { key: 'owner', title: t('field.owner'), render: (_, row) => row.owner.name },
    { key: 'channel', title: t('field.channel'), render: (_, row) => t(`channel.${row.channel}`) },
    {
      key: 'received_at',
      title: t('field.received_at'),
      render: (_, row) => <span className="tabular">{formatDateTime(row.received_at)}</span>,
    },
  ]
}
