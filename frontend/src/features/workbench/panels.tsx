import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import type { Workbench } from './api'

function Panel({ id, title, extra, children }: { id: string; title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="bench-panel" aria-labelledby={id}>
      <header className="bench-head">
        <h2 id={id} tabIndex={-1}>
          {title}
        </h2>
        {extra}
      </header>
      {children}
    </section>
  )
}

export function Customers({ totals }: { totals: Workbench['customers'] }) {
  const { t } = useTranslation('workbench')
  return (
    <Panel id="my-customers" title={t('customers.title')}>
      <ul className="totals">
        <li>
          <Link to="/customers">
            <span className="totals-count tabular">{totals.total}</span>
            {t('customers.total')}
          </Link>
        </li>
        <li>
          <Link to="/customers" search={{ special: true }}>
            <span className="totals-count tabular">{totals.special}</span>
            {t('customers.special')}
          </Link>
        </li>
        <li>
          <Link to="/customers" search={{ kind: 'group' }}>
            <span className="totals-count tabular">{totals.group}</span>
            {t('customers.group')}
          </Link>
        </li>
      </ul>
    </Panel>
  )
}

export function Approvals({ workbench }: { workbench: Workbench }) {
  const { t, i18n } = useTranslation('workbench')
  const rows = workbench.approvals_waiting
  const stepOf = (row: Schemas['ApprovalSummary']) => (i18n.language === 'en-US' ? row.current_step_name_en : row.current_step_name_zh)
  return (
    <Panel
      id="approvals-waiting"
      title={t('approvals.title')}
      extra={
        <Link to="/approvals" search={{ view: 'waiting' }}>
          {t('approvals.all')}
        </Link>
      }
    >
      {rows.length === 0 ? (
        <p className="bench-empty">{t('approvals.empty')}</p>
      ) : (
        <ul className="bench-list">
          {rows.map((row) => (
            <li key={row.id}>
              <Link to="/approvals/$approvalId" params={{ approvalId: row.id }} className="bench-title">
                {`${t(`approvalKind.${row.kind}`)} · ${row.customer.name}`}
              </Link>
              <span className="muted">
                {[stepOf(row), row.applicant.name, t('approvals.since', { time: formatDateTime(row.created_at) })]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function Renewals({ items }: { items: readonly Schemas['RenewalDue'][] }) {
  const { t } = useTranslation('workbench')
  return (
    <Panel id="renewals" title={t('renewals.title')}>
      {items.length === 0 ? (
        <p className="bench-empty">{t('renewals.empty')}</p>
      ) : (
        <ul className="bench-list">
          {items.map((item) => (
            <li key={item.subscription_id}>
              <CustomerLink customer={item.customer} />
              <span className="muted">{`${item.product} · ${t('renewals.ends', { date: item.ends_on })}`}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function Birthdays({ items }: { items: readonly Schemas['Birthday'][] }) {
  const { t } = useTranslation('workbench')
  return (
    <Panel id="birthdays" title={t('birthdays.title')}>
      {items.length === 0 ? (
        <p className="bench-empty">{t('birthdays.empty')}</p>
      ) : (
        <ul className="bench-list">
          {items.map(({ customer, birthday }) => (
            <li key={customer.id}>
              <CustomerLink customer={customer} />
              <span className="muted tabular">{birthday}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function CustomerLink({ customer }: { customer: Schemas['CustomerRef'] }) {
  return (
    <Link to="/customers/$customerId" params={{ customerId: customer.id }} className="bench-title">
      {customer.name}
    </Link>
  )
}
