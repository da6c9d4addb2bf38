import './print.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { serverNow } from '@/api/skew'
import { useMe } from '@/shared/auth/session'
import { formatDateTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { approvalOptions, customerOptions } from './api'
import { PrintForm } from './print-form'

/** The application as the paper form that is filed: A4, no antd, readable in grey. */
export function PrintPage() {
  const { approvalId } = useParams({ strict: false })
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const query = useQuery(approvalOptions(approvalId ?? ''))
  // Without the customer's file the form prints what the application itself knows.
  const customer = useQuery(customerOptions(query.data?.customer.id))
  const me = useMe()
  const ready = query.data !== undefined && !customer.isLoading
  return (
    <main className="print">
      <title>{`${query.data === undefined ? t('print.title') : `${t('print.title')} ${query.data.number}`} · ${c('product')}`}</title>
      <nav className="print-bar" aria-label={c('action.print')}>
        <Link to="/approvals/$approvalId" params={{ approvalId: approvalId ?? '' }} className="btn">
          {t('print.back')}
        </Link>
        <button type="button" className="btn btn-primary" disabled={!ready} onClick={() => globalThis.print()}>
          {c('action.print')}
        </button>
      </nav>
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => void query.refetch()} />}
      {query.error === null && !ready ? <p role="status">{t('print.loading')}</p> : null}
      {query.data !== undefined && ready ? (
        <PrintForm
          approval={query.data}
          customer={customer.data}
          foot={t('print.foot', { name: `${me.name}（${me.username}）`, time: formatDateTime(serverNow()) })}
        />
      ) : null}
    </main>
  )
}
