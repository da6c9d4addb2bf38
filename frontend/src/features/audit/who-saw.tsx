import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { customerIn, whoOptions } from './api'
import type { AuditSearch } from './search'
import { viewersOf } from './who'

const ways = ['all', 'customer.viewed', 'customer.revealed', 'customer.changed'] as const

type Props = { search: AuditSearch; patch: (change: Partial<AuditSearch>) => void }

/** The quick answer to "who saw this customer": the people, how often, and when last. */
export function WhoSaw({ search, patch }: Props) {
  const { t } = useTranslation('audit')
  const { data, error, refetch } = useQuery(whoOptions(search))
  const viewers = viewersOf(data?.items ?? [])
  const customer = customerIn(data?.items ?? [], search.customer_id)
  return (
    <section className="who-saw" aria-label={t('who.title', { name: customer?.name ?? '' })}>
      <header className="who-head">
        <h2>{t('who.title', { name: customer?.name ?? '…' })}</h2>
        <Segmented
          aria-label={t('filter.action')}
          value={ways.find((way) => way === search.action) ?? 'all'}
          options={ways.map((value) => ({ value, label: t(`who.way.${value}`) }))}
          onChange={(way) => patch({ action: way === 'all' ? undefined : way, open: undefined })}
        />
      </header>
      {error === null ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active paragraph={{ rows: 2 }} title={false} className="late" /> : null}
      {data !== undefined && viewers.length === 0 ? <p className="muted">{t('who.nobody')}</p> : null}
      <ul className="viewers">
        {viewers.map(({ id, name, times, revealed, last }) => (
          <li key={id}>
            <Button
              size="small"
              aria-pressed={search.actor_id === id}
              onClick={() => patch({ actor_id: search.actor_id === id ? undefined : id })}
            >
              {name}
            </Button>{' '}
            <span>{t('who.times', { count: times })}</span>
            {revealed > 0 ? <strong className="who-revealed">{t('who.revealed', { count: revealed })}</strong> : null}
            <span className="muted tabular">{t('who.last', { time: formatDateTime(last) })}</span>
          </li>
        ))}
      </ul>
      {data?.next_cursor ? <p className="muted">{t('who.more')}</p> : null}
    </section>
  )
}
