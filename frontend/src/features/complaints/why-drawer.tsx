import { useQuery } from '@tanstack/react-query'
import { Drawer, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { hands } from '@/shared/lib/clock'
import { formatDateTime, parseDuration } from '@/shared/lib/date'
import { usePhone } from '@/shared/lib/media'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { explanationOptions, type Complaint } from './api'

/** The derivation of the due time, line by line, as the server tells it. */
export function WhyDrawer({ complaint, onClose }: { complaint: Complaint; onClose: () => void }) {
  const { t } = useTranslation('complaints')
  const phone = usePhone()
  const query = useQuery(explanationOptions(complaint.clock_id, complaint.version))
  return (
    <Drawer title={t('why.title')} open onClose={onClose} size={phone ? '100%' : 560} mask={{ closable: true }}>
      {query.data === undefined ? (
        query.error === null ? (
          <Skeleton active className="late" />
        ) : (
          <ErrorPanel cause={query.error} retry={() => void query.refetch()} />
        )
      ) : (
        <Explanation explanation={query.data} readAt={query.dataUpdatedAt} />
      )}
    </Drawer>
  )
}

function Explanation({ explanation, readAt }: { explanation: Schemas['ClockExplanation']; readAt: number }) {
  const { t, i18n } = useTranslation('complaints')
  const english = i18n.language === 'en-US'
  const span = useSpan()
  const remaining = parseDuration(explanation.remaining) ?? 0
  return (
    <div className="why">
      <dl>
        <div>
          <dt>{t('why.due')}</dt>
          <dd className="tabular">
            <strong>{formatDateTime(explanation.due_at)}</strong> {t(`why.state.${explanation.state}`)}
          </dd>
        </div>
        <div>
          <dt>{t('why.elapsed')}</dt>
          <dd className="tabular">{span(parseDuration(explanation.elapsed) ?? 0)}</dd>
        </div>
        <div>
          <dt>{t(remaining < 0 ? 'why.over' : 'why.remaining')}</dt>
          <dd className="tabular">{span(remaining)}</dd>
        </div>
      </dl>
      <h3>{t('why.steps')}</h3>
      <ol>
        {explanation.lines.map((line) => (
          <li key={`${line.at} ${line.step} ${line.text_en}`}>
            <time className="muted tabular" dateTime={line.at}>
              {formatDateTime(line.at)}
            </time>
            <span>{english ? line.text_en : line.text_zh}</span>
          </li>
        ))}
      </ol>
      <p className="muted">
        {t('why.policy', { title: explanation.policy.title, version: explanation.policy.version })}
        <br />
        {t('why.asOf', { time: formatDateTime(readAt) })}
      </p>
    </div>
  )
}

function useSpan(): (ms: number) => string {
  const { t } = useTranslation('complaints')
  return (ms) => {
    const { days, time } = hands(ms)
    return days === 0 ? time : t('why.days', { days, time })
  }
}
