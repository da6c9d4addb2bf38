import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { SlaChip } from './sla-chip'

type Level = Schemas['ComplaintLevel']
type Status = Schemas['ComplaintStatus']

/** How grave a complaint is; the word says it, the colour only helps. */
export function LevelTag({ level }: { level: Level }) {
  const { t } = useTranslation('shell')
  return <Tag color={level === 3 ? 'error' : level === 2 ? 'warning' : 'default'}>{t(`complaint.level.l${level}`)}</Tag>
}

export function ComplaintStatusTag({ status }: { status: Status }) {
  const { t } = useTranslation('shell')
  return (
    <Tag color={status === 'closed' ? 'success' : status === 'replied' ? 'processing' : 'default'}>{t(`complaint.status.${status}`)}</Tag>
  )
}

type Promised = Pick<Schemas['ComplaintSummary'], 'received_at' | 'due_at' | 'closed_at'>

/** Counts down to the limit; once the complaint is closed it says whether that was in time. */
export function ComplaintSla({ complaint }: { complaint: Promised }) {
  const { received_at, due_at, closed_at } = complaint
  const state = closed_at ? (Date.parse(closed_at) < Date.parse(due_at) ? 'met' : 'missed') : 'running'
  return <SlaChip dueAt={due_at} startedAt={received_at} state={state} />
}
