import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App } from 'antd'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http, type Schemas } from '@/api/client'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import type zh from '@/shared/i18n/locales/zh-CN/shell'
import { isFirstTime } from './told'

type News = Schemas['LiveEvent']
type Reason = keyof typeof zh.unusual.reason

const topic = 'customer.reveal_unusual'
const reasons: Record<string, Reason> = {
  at_night: 'at_night',
  many_at_once: 'many_at_once',
  most_of_the_budget: 'most_of_the_budget',
  many_searches_at_once: 'many_searches_at_once',
  most_searches_of_the_day: 'most_searches_of_the_day',
}

/**
 * Tells leaders who of their people looks at more personal data than usual: the server sends it to nobody else. It stays
 * until it is closed, one notice a person, and leads to his trail where one may read that.
 */
export function useUnusual(): (eventId: string, news: News) => void {
  const me = useMe()
  const { t } = useTranslation('shell')
  const { notification } = App.useApp()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const show = (id: string, reason: Reason, name: string) => {
    const key = `unusual.${id}`
    const open = (event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return
      event.preventDefault()
      notification.destroy(key)
      void navigate({ to: '/audit', search: { actor_id: id } })
    }
    notification.warning({
      key,
      role: 'status',
      className: 'notice',
      placement: 'bottomRight',
      title: t('unusual.title', { name }),
      description: (
        <>
          {t(`unusual.reason.${reason}`)}
          {can(me, 'audit.read') ? (
            <div>
              <a href={`/audit?actor_id=${id}`} onClick={open}>
                {t('unusual.trail')}
              </a>
            </div>
          ) : null}
        </>
      ),
      duration: 0,
    })
  }
  return (eventId, news) => {
    if (news.topic !== topic || !isFirstTime(eventId)) return
    const reason = reasons[String((news.data as { reason?: unknown }).reason)] ?? 'other'
    void nameOf(queryClient, news.subject_id).then((name) => show(news.subject_id, reason, name ?? t('unusual.someone')))
  }
}

/** Events carry no name. */
async function nameOf(queryClient: QueryClient, id: string): Promise<string | undefined> {
  try {
    const { name } = await queryClient.fetchQuery({
      queryKey: ['users', 'named', id],
      queryFn: ({ signal }) => call(http.GET('/api/v1/users/{id}', { params: { path: { id } }, signal })),
      retry: false,
    })
    return name
  } catch {
    return undefined
  }
}
