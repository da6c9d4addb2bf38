import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import { useRef, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http, type Schemas } from '@/api/client'
import { useMe } from '@/shared/auth/session'
import type zh from '@/shared/i18n/locales/zh-CN/shell'
import { isFirstTime } from './told'

type News = Schemas['LiveEvent']
type Kind = 'breached' | 'warned' | 'news'
type Topic = keyof typeof zh.live.topic
type Line = { id: string; topic: Topic; number?: string; title?: string }

const lasting: Record<Kind, number> = { breached: 0, warned: 20, news: 8 }
const look: Record<Kind, 'error' | 'warning' | 'info'> = { breached: 'error', warned: 'warning', news: 'info' }
const mostLines = 4

/**
 * Says what happened to complaints, unless it was one's own deed. What comes in a burst is one notice of its kind; it
 * is announced politely, links to the complaints, and is told once.
 */
export function useNotices(): (eventId: string, news: News) => void {
  const me = useMe()
  const { t } = useTranslation('shell')
  const { notification } = App.useApp()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const shown = useRef(new Map<Kind, Line[]>())

  const close = (kind: Kind) => {
    shown.current.delete(kind)
    notification.destroy(kind)
  }
  const open = (kind: Kind, id: string) => (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    close(kind)
    void navigate({ to: '/complaints/$complaintId', params: { complaintId: id } })
  }
  const show = (kind: Kind) => {
    const lines = shown.current.get(kind) ?? []
    const more = lines.length - mostLines
    notification[look[kind]]({
      key: kind,
      role: 'status',
      className: 'notice',
      placement: 'bottomRight',
      title: t(`live.${kind}`, { count: lines.length }),
      description: (
        <ul className="notice-lines">
          {lines.slice(-mostLines).map((line) => (
            <li key={line.id}>
              <a href={`/complaints/${line.id}`} onClick={open(kind, line.id)}>
                {line.title ?? t('live.open')}
              </a>
              <span className="muted">{[line.number, t(`live.topic.${line.topic}`)].filter(Boolean).join(' · ')}</span>
            </li>
          ))}
          {more > 0 ? <li className="muted">{t('live.more', { count: more })}</li> : null}
        </ul>
      ),
      duration: lasting[kind],
      onClose: () => shown.current.delete(kind),
    })
  }
  return (eventId, news) => {
    const topic = topicOf(news)
    if (topic === undefined || news.actor_id === me.id || !isFirstTime(eventId)) return
    const kind = topic === 'breached' || topic === 'warned' ? topic : 'news'
    void aboutComplaint(queryClient, news.subject_id).then((about) => {
      const others = (shown.current.get(kind) ?? []).filter((line) => line.id !== news.subject_id)
      shown.current.set(kind, [...others, { id: news.subject_id, topic, ...about }])
      show(kind)
    })
  }
}

const topics: Record<string, Topic> = {
  'promise.breached': 'breached',
  'promise.warned': 'warned',
  'complaint.received': 'received',
  'complaint.level_changed': 'level_changed',
  'complaint.replied': 'replied',
  'complaint.refused': 'refused',
  'complaint.closed': 'closed',
}

const topicOf = ({ topic, subject_kind }: News): Topic | undefined => (subject_kind === 'complaint' ? topics[topic] : undefined)

/** Events carry no title: it is read with the complaint, as its page would. */
async function aboutComplaint(queryClient: QueryClient, id: string): Promise<Pick<Line, 'number' | 'title'>> {
  try {
    const { number, title } = await queryClient.fetchQuery({
      queryKey: ['complaints', 'detail', id],
      queryFn: ({ signal }) => call(http.GET('/api/v1/complaints/{id}', { params: { path: { id } }, signal })),
      retry: false,
    })
    return { number, title }
  } catch {
    return {}
  }
}
