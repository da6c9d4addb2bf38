import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { sayProblem } from '@/shared/lib/say-problem'
import { changeClient, changeSecret, useChange, type ApiClient } from './api'
import type { Secret } from './secret-dialog'

export type Acts = { edit: (id: string) => void; onSecret: (secret: Secret) => void }

/** What cuts another system off is asked twice, and says so. */
export function ClientActions({ client, edit, onSecret }: Acts & { client: ApiClient }) {
  const { t } = useTranslation('clients')
  const { t: c } = useTranslation()
  const { modal, message } = App.useApp()
  const change = useChange(t('stale'))
  const { name } = client
  const ask = (kind: 'rotate' | 'disable' | 'enable', act: () => Promise<void>) =>
    void modal.confirm({
      title: t(`${kind}.title`, { name }),
      content: t(`${kind}.body`),
      okText: t(`${kind}.ok`),
      okButtonProps: { danger: kind !== 'enable' },
      cancelText: c('action.cancel'),
      autoFocusButton: 'cancel',
      onOk: () => change(act).catch((cause: unknown) => void message.error(sayProblem(cause))),
    })
  const rotate = async () => {
    const { client_secret } = await changeSecret(client)
    onSecret({ client, secret: client_secret, isNew: false })
  }
  const turn = client.active ? 'disable' : 'enable'
  const setActive = async () => {
    await changeClient(client, { active: !client.active })
    void message.success(t(`${turn}.done`, { name }))
  }
  return (
    <span className="row-actions">
      <Button size="small" aria-label={t('edit', { name })} onClick={() => edit(client.id)}>
        {c('action.edit')}
      </Button>
      <Button size="small" aria-label={t('rotate.of', { name })} onClick={() => ask('rotate', rotate)}>
        {t('rotate.action')}
      </Button>
      <Button size="small" danger={client.active} aria-label={t(`${turn}.of`, { name })} onClick={() => ask(turn, setActive)}>
        {t(`${turn}.action`)}
      </Button>
    </span>
  )
}
