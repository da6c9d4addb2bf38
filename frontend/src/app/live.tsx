import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { App, Button } from 'antd'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { openStream, type ServerEvent } from '@/api/sse'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'

type News = { topic: string; subject_kind: string; subject_id: string; customer_id?: string | null }

/** Keeps what is on the screen true: an event makes what it is about stale, and a breach is told at once. */
export function Live() {
  const queryClient = useQueryClient()
  const listens = can(useMe(), 'event.read')
  const announce = useAnnouncement()
  const onEvent = useEffectEvent((event: ServerEvent) => {
    const news = JSON.parse(event.data) as News
    refreshWhat(queryClient, news)
    announce(news)
  })
  useEffect(() => {
    if (!listens) return undefined
    const stream = openStream({
      onEvent,
      onReopen: () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' }),
    })
    return stream.close
  }, [listens, queryClient])
  return null
}

/** Query keys begin with the feature's folder; what concerns a customer also changes that customer's pages. */
function refreshWhat(queryClient: QueryClient, { subject_kind, customer_id }: News): void {
  const folder = `${subject_kind.replaceAll('_', '-')}s`
  for (const queryKey of [[folder], ['workbench'], ...(customer_id ? [['customers']] : [])]) {
    void queryClient.invalidateQueries({ queryKey })
  }
}

function useAnnouncement(): (news: News) => void {
  const { t } = useTranslation('shell')
  const { notification } = App.useApp()
  const navigate = useNavigate()
  return ({ topic, subject_kind, subject_id }) => {
    const found = /^complaint\.(warned|breached)$/.exec(topic)?.[1] as 'warned' | 'breached' | undefined
    if (found === undefined || subject_kind !== 'complaint') return
    const key = `${subject_id}.${topic}`
    const show = () => {
      notification.destroy(key)
      void navigate({ to: '/complaints/$complaintId', params: { complaintId: subject_id } })
    }
    notification[found === 'breached' ? 'error' : 'warning']({
      key,
      title: t(`live.${found}`),
      duration: found === 'breached' ? 0 : 10,
      actions: (
        <Button size="small" onClick={show}>
          {t('live.open')}
        </Button>
      ),
    })
  }
}
