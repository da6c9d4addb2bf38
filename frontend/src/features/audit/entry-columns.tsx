import { Link } from '@tanstack/react-router'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDate, formatTime } from '@/shared/lib/date'
import type { Columns } from '@/shared/ui/data-table'
import type { AuditEntry } from './api'

type Open = (id: string) => void

export function useEntryColumns(open: Open): Columns<AuditEntry> {
  const { t } = useTranslation('audit')
  return [
    { key: 'at', title: t('field.at'), render: (_, { at }) => <At at={at} /> },
    { key: 'actor', title: t('field.actor'), render: (_, entry) => <Actor entry={entry} /> },
    {
      key: 'action',
      title: t('field.action'),
      render: (_, { id, action_title }) => (
        <Button type="link" onClick={() => open(id)}>
          {action_title}
        </Button>
      ),
    },
    { key: 'outcome', title: t('field.outcome'), render: (_, { outcome }) => <Outcome outcome={outcome} /> },
    { key: 'customer', title: t('field.customer'), render: (_, entry) => <Customer entry={entry} /> },
    { key: 'seq', title: t('field.seq'), render: (_, { seq }) => <span className="tabular muted">{seq}</span> },
  ]
}

export function EntryCard({ entry, open }: { entry: AuditEntry; open: Open }) {
  return (
    <div className="entry-card">
      <span className="entry-line">
        <Button type="link" onClick={() => open(entry.id)}>
          {entry.action_title}
        </Button>
        <Outcome outcome={entry.outcome} />
      </span>
      <span className="entry-line">
        <Actor entry={entry} />
        <Customer entry={entry} />
      </span>
      <At at={entry.at} />
    </div>
  )
}

export const At = ({ at }: { at: string }) => <span className="tabular">{`${formatDate(at)} ${formatTime(at)}`}</span>

export function Outcome({ outcome }: Pick<AuditEntry, 'outcome'>) {
  const { t } = useTranslation('audit')
  return <Tag color={outcome === 'refused' ? 'error' : 'success'}>{t(`outcome.${outcome}`)}</Tag>
}

export function Actor({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  return entry.actor ? <strong>{entry.actor.name}</strong> : <span className="muted">{t('nobody')}</span>
}

export function Customer({ entry: { customer } }: { entry: AuditEntry }) {
  if (!customer) return null
  return (
    <Link to="/customers/$customerId" params={{ customerId: customer.id }}>
      {customer.name}
    </Link>
  )
}
