import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  PauseCircleOutlined,
  WarningOutlined,
} from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { day, hands, minute, useNow } from '@/shared/lib/clock'
import { formatDateTime } from '@/shared/lib/date'

type Props = {
  /** When the promise runs out, as the server has computed it. The client only counts down to it. */
  dueAt: string | null | undefined
  /** When the clock started: what is left of it decides when "soon" begins. */
  startedAt?: string | null | undefined
  /** `met` and `missed` have stopped for good; `paused` needs `remainingMs`. */
  state?: 'running' | 'paused' | 'met' | 'missed' | undefined
  remainingMs?: number | undefined
}

type Level = 'ok' | 'soon' | 'overdue'

const look: Record<Level, { color: string; icon: ReactNode }> = {
  ok: { color: 'success', icon: <ClockCircleOutlined aria-hidden /> },
  soon: { color: 'warning', icon: <WarningOutlined aria-hidden /> },
  overdue: { color: 'error', icon: <ExclamationCircleOutlined aria-hidden /> },
}

/** Text, icon and colour say the same. Never a live region: it changes each second. */
export function SlaChip({ dueAt, startedAt, state = 'running', remainingMs }: Props) {
  const { t } = useTranslation('shell')
  const span = useSpan()
  if (state === 'met') return <Chip color="success" icon={<CheckCircleOutlined aria-hidden />} text={t('sla.met')} />
  if (state === 'missed') return <Chip color="error" icon={<ExclamationCircleOutlined aria-hidden />} text={t('sla.missed')} />
  if (state === 'paused')
    return <Chip color="default" icon={<PauseCircleOutlined aria-hidden />} text={t('sla.paused', { time: span(remainingMs ?? 0) })} />
  if (dueAt === null || dueAt === undefined) return <span className="muted">{t('sla.none')}</span>
  return <Countdown dueAt={dueAt} startedAt={startedAt ?? undefined} />
}

function Countdown({ dueAt, startedAt }: { dueAt: string; startedAt: string | undefined }) {
  const { t } = useTranslation('shell')
  const span = useSpan()
  const due = Date.parse(dueAt)
  const coarse = useNow(minute)
  // More than a day away a minute is fine enough, and a page of such chips stands still.
  const left = due - useNow(due - coarse > day ? minute : 1000)
  const level = levelOf(left, startedAt === undefined ? undefined : due - Date.parse(startedAt))
  return (
    <Chip {...look[level]} title={t('sla.due', { time: formatDateTime(due) })}>
      <time dateTime={dueAt}>{t(`sla.${level}`, { time: span(left) })}</time>
    </Chip>
  )
}

/** Soon: a fifth of the promise or half an hour, whichever is longer. */
export function levelOf(leftMs: number, promisedMs: number | undefined): Level {
  if (leftMs < 0) return 'overdue'
  return leftMs <= Math.max(30 * minute, (promisedMs ?? 0) / 5) ? 'soon' : 'ok'
}

function useSpan(): (ms: number) => string {
  const { t } = useTranslation('shell')
  return (ms) => {
    const { days, time } = hands(ms)
    return days === 0 ? time : t('sla.days', { days, time })
  }
}

type ChipProps = { color: string; icon: ReactNode; text?: string; title?: string; children?: ReactNode }

function Chip({ color, icon, text, title, children }: ChipProps) {
  return (
    <Tag color={color} icon={icon} className="tabular sla" title={title}>
      {children ?? text}
    </Tag>
  )
}
