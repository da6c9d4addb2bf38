import { ArrowUpOutlined, CheckCircleOutlined, CloseCircleOutlined, CommentOutlined, PhoneOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import { MaskedValue } from '@/shared/ui/masked-value'
import type { Reveal } from '@/shared/ui/reveal/use-reveal'
import type { Complaint } from './api'
import { hasMaskedContent } from './personal'

type Entry = Schemas['ComplaintEntry']

const icons: Record<Entry['kind'], ReactNode> = {
  received: <PhoneOutlined aria-hidden />,
  level_changed: <ArrowUpOutlined aria-hidden />,
  replied: <CommentOutlined aria-hidden />,
  confirmed: <CheckCircleOutlined aria-hidden />,
  refused: <CloseCircleOutlined aria-hidden />,
}

type Props = { complaint: Complaint; reveal: Reveal }

/** Everything that happened, in order; what the customer said comes first. */
export function Thread({ complaint, reveal }: Props) {
  const { t } = useTranslation('complaints')
  return (
    <section className="thread" aria-labelledby="thread">
      <h2 id="thread">{t('page.thread')}</h2>
      <ol>
        {complaint.entries.map((entry) => (
          <li key={entry.id} className={`thread-entry is-${entry.kind}`}>
            <span className="thread-icon">{icons[entry.kind]}</span>
            <div className="thread-body">
              <p className="thread-head">
                <Heading entry={entry} />
                <span className="muted">
                  {entry.actor?.name ?? t('page.system')} · <time dateTime={entry.at}>{formatDateTime(entry.at)}</time>
                </span>
              </p>
              <Said entry={entry} complaint={complaint} reveal={reveal} />
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}

function Said({ entry, complaint, reveal }: Props & { entry: Entry }) {
  const { t } = useTranslation('complaints')
  if (entry.kind === 'received') {
    return (
      <blockquote className="thread-text">
        <span className="muted">{t('page.said')}</span>
        <MaskedValue label={t('field.content')} value={complaint.content} masked={hasMaskedContent(complaint)} {...reveal.of('remark')} />
      </blockquote>
    )
  }
  if (!entry.text) return null
  const label = entry.kind === 'level_changed' ? t('reason') : entry.kind === 'replied' ? '' : t('comment')
  return (
    <p className="thread-text">
      {label === '' ? null : <span className="muted">{label}</span>}
      {entry.text}
    </p>
  )
}

function Heading({ entry }: { entry: Entry }) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation('shell')
  const word = (level: Entry['level']) => (level ? c(`complaint.level.l${level}`) : '')
  return <strong>{t(`entry.${entry.kind}`, { level: word(entry.level), from: word(entry.from_level) })}</strong>
}
