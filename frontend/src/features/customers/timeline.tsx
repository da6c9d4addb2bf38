import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import { useUrlState } from '@/shared/lib/url-state'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { timelineOptions } from './api'
import { Part } from './part'
import type { CustomerPageSearch } from './search'
import { timelineKinds } from './words'

type Item = Schemas['TimelineItem']

/** What happened, newest first; which kind is shown is in the URL. */
export function Timeline({ customerId }: { customerId: string }) {
  const { t } = useTranslation('customers')
  const { search, patch } = useUrlState<CustomerPageSearch>()
  const query = useInfiniteQuery(timelineOptions(customerId, search.kind))
  const items = query.data?.pages.flatMap((page) => page.items)
  return (
    <Part title={t('timeline.title')}>
      <Segmented
        className="timeline-kinds"
        aria-label={t('timeline.filter')}
        size="small"
        value={search.kind ?? 'all'}
        options={[
          { value: 'all', label: t('timeline.all') },
          ...timelineKinds.map((value) => ({ value, label: t(`timeline.kind.${value}`) })),
        ]}
        onChange={(value) => patch({ kind: timelineKinds.find((kind) => kind === value) })}
      />
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => void query.refetch()} />}
      {items === undefined && query.error === null ? <Skeleton active className="late" /> : null}
      {items?.length === 0 ? <p className="muted">{t(search.kind === undefined ? 'timeline.none' : 'timeline.noneOfKind')}</p> : null}
      <ol className="timeline">
        {items?.map((item) => (
          <Entry key={item.id} item={item} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('timeline.more')}
        </Button>
      ) : null}
    </Part>
  )
}

function Entry({ item }: { item: Item }) {
  const { t, i18n } = useTranslation('customers')
  return (
    <li className={`timeline-${item.kind}`}>
      <div>
        <Subject item={item} title={i18n.language === 'en-US' ? item.title_en : item.title_zh} />
      </div>
      <div className="muted row-more">
        <time dateTime={item.at} className="tabular">
          {formatDateTime(item.at)}
        </time>
        <span>{item.actor_name ?? t('timeline.system')}</span>
      </div>
    </li>
  )
}

/** What it happened to, as a link where that has a page of its own. */
function Subject({ item: { kind, subject_id }, title }: { item: Item; title: string }) {
  switch (kind) {
    case 'complaint':
      return (
        <Link to="/complaints/$complaintId" params={{ complaintId: subject_id }}>
          {title}
        </Link>
      )
    case 'approval':
      return (
        <Link to="/approvals/$approvalId" params={{ approvalId: subject_id }}>
          {title}
        </Link>
      )
    case 'service_record':
      return (
        <Link to="/service-records/$serviceRecordId" params={{ serviceRecordId: subject_id }}>
          {title}
        </Link>
      )
    default:
      return title
  }
}
