import './print.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { serverNow } from '@/api/skew'
import { useMe } from '@/shared/auth/session'
import { formatDate, formatDateTime, formatTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { customerIn, mostPrinted, personOptions, printedOptions, verificationOptions, type AuditEntry } from '../api'
import type { Conditions } from '../search'

/** The entries that were asked for, on paper: what was asked, by whom, when, and whether the trail was found whole. */
export function AuditPrintPage() {
  const search = useSearch({ strict: false }) as Conditions
  const { t } = useTranslation('audit')
  const { t: c } = useTranslation()
  const { data, error, refetch } = useQuery(printedOptions(search))
  return (
    <main className="audit-print">
      <title>{`${t('print.title')} · ${c('product')}`}</title>
      <nav className="print-bar" aria-label={c('action.print')}>
        <Link to="/audit" search={search} className="btn">
          {t('print.back')}
        </Link>
        <button type="button" className="btn btn-primary" disabled={data === undefined} onClick={() => globalThis.print()}>
          {c('action.print')}
        </button>
      </nav>
      {error === null ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <p role="status">{c('loading')}</p> : null}
      {data === undefined ? null : <Sheet search={search} entries={data.items} isWhole={data.isWhole} />}
    </main>
  )
}

type SheetProps = { search: Conditions; entries: readonly AuditEntry[]; isWhole: boolean }

function Sheet({ search, entries, isWhole }: SheetProps) {
  const { t } = useTranslation('audit')
  const me = useMe()
  return (
    <div className="audit-sheet">
      <h1>{t('print.title')}</h1>
      <p>
        <Asked search={search} entries={entries} />
      </p>
      <p>
        {t('print.count', { count: entries.length })}
        {isWhole ? null : ` ${t('print.cut', { count: mostPrinted })}`} <Verified />
      </p>
      {entries.length === 0 ? <p>{t('empty.filtered')}</p> : <Entries entries={entries} />}
      <p className="audit-foot">{t('print.foot', { name: `${me.name}（${me.username}）`, time: formatDateTime(serverNow()) })}</p>
    </div>
  )
}

function Asked({ search, entries }: { search: Conditions; entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit')
  const { data: person } = useQuery(personOptions(search.actor_id))
  const customer = customerIn(entries, search.customer_id)
  const said = [
    search.actor_id === undefined ? undefined : `${t('field.actor')} ${person?.name ?? search.actor_id}`,
    search.customer_id === undefined
      ? undefined
      : `${t('field.customer')} ${customer ? `${customer.name} ${customer.number}` : search.customer_id}`,
    search.action === undefined ? undefined : `${t('field.action')} ${search.action}`,
    search.outcome === undefined ? undefined : `${t('field.outcome')} ${t(`outcome.${search.outcome}`)}`,
    search.from === undefined && search.to === undefined ? undefined : t('print.days', { from: search.from ?? '…', to: search.to ?? '…' }),
  ].filter((one) => one !== undefined)
  return <>{t('print.asked', { what: said.length === 0 ? t('print.everything') : said.join('；') })}</>
}

/** What the last verification in this tab has found; a print does not run one. */
function Verified() {
  const { t } = useTranslation('audit')
  const { data, dataUpdatedAt } = useQuery(verificationOptions)
  if (data === undefined) return <>{t('print.unverified')}</>
  return <>{t('print.verified', { state: t(`verify.${data.state}`), time: formatDateTime(dataUpdatedAt) })}</>
}

const columns = ['at', 'actor', 'action', 'outcome', 'customer', 'seq', 'trace'] as const

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  const { t } = useTranslation('audit')
  return (
    <table>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {t(`field.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.id}>
            <td>{`${formatDate(entry.at)} ${formatTime(entry.at)}`}</td>
            <td>{entry.actor?.name ?? t('nobody')}</td>
            <td>{entry.action_title}</td>
            <td>{t(`outcome.${entry.outcome}`)}</td>
            <td>{entry.customer ? `${entry.customer.name} ${entry.customer.number}` : ''}</td>
            <td>{entry.seq}</td>
            <td>{entry.trace_id}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
