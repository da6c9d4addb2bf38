import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { usePhone } from '@/shared/lib/media'
import { ComplaintSla, LevelTag } from '@/shared/ui/complaint-chips'
import type { Workbench } from './api'

type Summary = Schemas['ComplaintSummary']

/** The first twenty by their limit, counting down. A plain table: it neither sorts nor pages. */
export function OpenComplaints({ workbench }: { workbench: Workbench }) {
  const { t } = useTranslation('workbench')
  const rows = workbench.open_complaints
  const phone = usePhone()
  return (
    <section className="bench-panel" aria-labelledby="open-complaints">
      <header className="bench-head">
        <h2 id="open-complaints">{t('open.title')}</h2>
        <Link to="/complaints" search={{ status: 'unclosed' }}>
          {t('open.all', { count: workbench.counts.open_complaints })}
        </Link>
      </header>
      {rows.length === 0 ? (
        <p className="bench-empty">{t('open.empty')}</p>
      ) : phone ? (
        <ul className="bench-list">
          {rows.map((row) => (
            <li key={row.id} className="bench-card">
              <TitleLink row={row} />
              <span className="bench-chips">
                <ComplaintSla complaint={row} />
                <LevelTag level={row.level} />
                <span className="muted">{row.customer.name}</span>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <Table rows={rows} />
      )}
    </section>
  )
}

function Table({ rows }: { rows: readonly Summary[] }) {
  const { t } = useTranslation('workbench')
  return (
    <table className="bench-table">
      <thead>
        <tr>
          {(['due', 'level', 'complaint', 'customer', 'owner'] as const).map((key) => (
            <th key={key} scope="col">
              {t(`open.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td className="bench-due">
              <ComplaintSla complaint={row} />
            </td>
            <td>
              <LevelTag level={row.level} />
            </td>
            <td>
              <TitleLink row={row} />
            </td>
            <td>
              <Link to="/customers/$customerId" params={{ customerId: row.customer.id }}>
                {row.customer.name}
              </Link>
            </td>
            <td>{row.owner.name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function TitleLink({ row }: { row: Summary }) {
  return (
    <Link to="/complaints/$complaintId" params={{ complaintId: row.id }} className="bench-title">
      {row.title}
    </Link>
  )
}
