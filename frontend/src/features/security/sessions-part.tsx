import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { sayProblem } from '@/shared/lib/say-problem'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { SessionList } from '@/shared/ui/session-list'
import { endOtherSessions, endSession, sessionsOptions } from './api'
import { SecurityPart } from './security-part'

/** Where one is signed in, with this device first; each of the others can be signed out from here. */
export function SessionsPart() {
  const { t } = useTranslation('security')
  const { data, error, refetch } = useQuery(sessionsOptions)
  const ask = useEnding()
  const items = [...(data?.items ?? [])].sort((a, b) => Number(b.is_current) - Number(a.is_current))
  const others = items.filter((session) => !session.is_current)
  return (
    <SecurityPart
      title={t('sessions.title')}
      extra={
        others.length === 0 ? null : (
          <Button
            danger
            onClick={() =>
              ask(endOtherSessions, { title: t('sessions.othersTitle'), body: t('sessions.othersBody'), done: t('sessions.othersDone') })
            }
          >
            {t('sessions.others')}
          </Button>
        )
      }
    >
      <p className="muted">{t('sessions.note')}</p>
      {error === null ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active className="late" /> : null}
      <SessionList
        label={t('sessions.title')}
        sessions={items}
        action={(session, device) =>
          session.is_current ? null : (
            <Button
              aria-label={t('sessions.endOf', { device })}
              onClick={() =>
                ask(() => endSession(session.id), {
                  title: t('sessions.endTitle', { device }),
                  body: t('sessions.endBody'),
                  done: t('sessions.ended', { device }),
                })
              }
            >
              {t('sessions.end')}
            </Button>
          )
        }
      />
      {data !== undefined && others.length === 0 ? <p className="muted">{t('sessions.only')}</p> : null}
    </SecurityPart>
  )
}

type Words = { title: string; body: string; done: string }

/** Asks before it ends anything, since the other device may hold something unsaved. */
function useEnding(): (end: () => Promise<unknown>, words: Words) => void {
  const { t } = useTranslation('security')
  const { t: c } = useTranslation()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  const { mutateAsync } = useMutation({
    mutationFn: (end: () => Promise<unknown>) => end(),
    onError: (cause) => void message.error(sayProblem(cause)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['security'] }),
  })
  return (end, { title, body, done }) =>
    void modal.confirm({
      title,
      content: body,
      okText: t('sessions.end'),
      okButtonProps: { danger: true },
      cancelText: c('action.cancel'),
      autoFocusButton: 'cancel',
      onOk: () =>
        mutateAsync(end).then(
          () => void message.success(done),
          () => undefined,
        ),
    })
}
