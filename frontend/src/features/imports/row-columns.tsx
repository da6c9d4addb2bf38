import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Columns } from '@/shared/ui/data-table'
import type { Field, Import, Row } from './api'
import { OutcomeTag } from './state-tag'

export type TableRow = Row & { id: string }

export function useRowColumns(found: Import): Columns<TableRow> {
  const { t } = useTranslation('imports')
  return [
    {
      key: 'row_number',
      title: t('check.rowNumber'),
      width: 80,
      align: 'right',
      render: (_, row) => <span className="tabular">{row.row_number}</span>,
    },
    { key: 'name', title: t('check.name'), width: 200, render: (_, row) => <Name row={row} /> },
    {
      key: 'outcome',
      title: t('check.outcome'),
      width: 140,
      render: (_, row) => (
        <>
          <OutcomeTag outcome={row.outcome} /> {row.applied ? <Tag color="success">{t('check.applied')}</Tag> : null}
        </>
      ),
    },
    { key: 'why', title: t('check.why'), render: (_, row) => <Why row={row} found={found} /> },
  ]
}

function Name({ row }: { row: Row }) {
  const { t } = useTranslation('imports')
  const { t: c } = useTranslation()
  const name = row.name ? row.name : t('check.open')
  if (!row.customer_id) return row.name ? name : <span className="muted">{c('none')}</span>
  return (
    <Link to="/customers/$customerId" params={{ customerId: row.customer_id }}>
      {name}
    </Link>
  )
}

/** What is wrong with a row, and what it changes, in words. */
function Why({ row, found }: { row: Row; found: Import }) {
  const { t, i18n } = useTranslation('imports')
  const label = (field: Field) => {
    const target = found.fields.find((one) => one.field === field)
    return (i18n.language === 'en-US' ? target?.label_en : target?.label_zh) ?? field
  }
  if (row.problems.length + row.changes.length === 0) {
    const { applied, outcome } = row
    const done = applied && (outcome === 'new' || outcome === 'changed')
    return <span className="muted">{done ? t(`appliedHint.${outcome}`) : t(`outcomeHint.${outcome}`)}</span>
  }
  return (
    <ul className="import-why">
      {row.problems.map(({ field, code, detail }) => (
        <li key={`${field ?? ''}-${code}`}>{field ? `${label(field)}：${detail}` : detail}</li>
      ))}
      {row.changes.map(({ field, header, from, to }) => (
        <li key={field ?? header}>
          {t('check.change', {
            field: field ? label(field) : (header ?? ''),
            from: from ?? t('check.nothing'),
            to: to ?? t('check.nothing'),
          })}
        </li>
      ))}
    </ul>
  )
}

export function RowCard({ row, found }: { row: TableRow; found: Import }) {
  return (
    <article>
      <span className="muted tabular">{row.row_number}</span> <Name row={row} /> <OutcomeTag outcome={row.outcome} />
      <Why row={row} found={found} />
    </article>
  )
}
