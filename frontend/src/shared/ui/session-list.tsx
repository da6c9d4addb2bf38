import './session-list.css'
import { DesktopOutlined, MobileOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import { deviceOf } from '@/shared/lib/device'

export type Session = Schemas['Session']

type Props = {
  sessions: readonly Session[]
  label: string
  /** What can be done about a session, beside it. */
  action?: (session: Session, device: string) => ReactNode
}

/** Where somebody is signed in: the device, from where, since when and when last. */
export function SessionList({ sessions, label, action }: Props) {
  const { t } = useTranslation('shell')
  return (
    <ul className="sessions" aria-label={label}>
      {sessions.map((session) => {
        const device = deviceOf(session.user_agent) ?? t('session.unknown')
        const Icon = /Android|iPhone|iPad|Mobile|Harmony/.test(session.user_agent ?? '') ? MobileOutlined : DesktopOutlined
        return (
          <li key={session.id} className="session">
            <Icon aria-hidden className="session-icon" />
            <div className="session-text">
              <span className="session-name">
                <strong title={session.user_agent ?? undefined}>{device}</strong>
                {session.is_current ? <Tag color="success">{t('session.current')}</Tag> : null}
                {session.address ? <span className="muted tabular">{session.address}</span> : null}
              </span>
              <span className="muted tabular session-times">
                <span>{t('session.since', { time: formatDateTime(session.created_at) })}</span>
                <span>{t('session.used', { time: formatDateTime(session.last_used_at) })}</span>
                <span>{t('session.until', { time: formatDateTime(session.expires_at) })}</span>
              </span>
            </div>
            {action?.(session, device)}
          </li>
        )
      })}
    </ul>
  )
}
