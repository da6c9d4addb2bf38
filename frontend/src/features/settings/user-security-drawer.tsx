import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { usePhone } from '@/shared/lib/media'
import { sayProblem } from '@/shared/lib/say-problem'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { SessionList } from '@/shared/ui/session-list'
import { endUserSessions, removeUserTotp, userOptions, userSessionsOptions } from './api'

/** Where a person is signed in, and what an administrator can do when a device or a phone is lost. */
export function UserSecurityDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const phone = usePhone()
  const { data: user } = useQuery(userOptions(id))
  const { data, error, refetch } = useQuery(userSessionsOptions(id))
  const ask = useAsking(id, user?.name ?? '')
  return (
    <Drawer title={t('users.securityOf', { name: user?.name ?? '' })} open onClose={onClose} size={phone ? '100%' : 560} destroyOnHidden>
      <section aria-label={t('users.sessions')}>
        <h3 className="drawer-title">{t('users.sessions')}</h3>
        {error === null ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
        {data === undefined && error === null ? <Skeleton active className="late" /> : null}
        {data?.items.length === 0 ? <p className="muted">{t('users.noSessions')}</p> : null}
        <SessionList label={t('users.sessions')} sessions={data?.items ?? []} />
        <p className="muted">{t('users.endNote')}</p>
        <Button danger disabled={data?.items.length === 0} onClick={() => ask('end', () => endUserSessions(id))}>
          {t('users.end.action')}
        </Button>
      </section>
      <section aria-label={t('users.totp')}>
        <h3 className="drawer-title">{t('users.totp')}</h3>
        <p className="muted">{t('users.totpNote')}</p>
        <Button danger onClick={() => ask('removeTotp', () => removeUserTotp(id))}>
          {t('users.removeTotp.action')}
        </Button>
      </section>
    </Drawer>
  )
}

function useAsking(id: string, name: string): (kind: 'end' | 'removeTotp', act: () => Promise<unknown>) => void {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  return (kind, act) => {
    const run = async () => {
      try {
        await act()
        void message.success(t(`users.${kind}.done`, { name }))
      } catch (cause) {
        const hasNone = kind === 'removeTotp' && cause instanceof ProblemError && cause.status === 409
        void message.error(hasNone ? t('users.removeTotp.none', { name }) : sayProblem(cause))
      }
      await queryClient.invalidateQueries({ queryKey: userSessionsOptions(id).queryKey })
    }
    void modal.confirm({
      title: t(`users.${kind}.title`, { name }),
      content: t(`users.${kind}.body`),
      okText: t(`users.${kind}.action`),
      okButtonProps: { danger: true },
      cancelText: c('action.cancel'),
      autoFocusButton: 'cancel',
      onOk: run,
    })
  }
}
