import { Alert, Button, Checkbox, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/shared/ui/copy-button'
import type { ApiClient } from './api'

export type Secret = { client: ApiClient; secret: string | undefined; isNew: boolean }

/** The one time the secret is on a screen: it closes only when somebody says that it is kept. */
export function SecretDialog({ client, secret, isNew, onClose }: Secret & { onClose: () => void }) {
  const { t } = useTranslation('clients')
  const [saved, setSaved] = useState(false)
  const { name } = client
  const done = (
    <Button type="primary" disabled={secret !== undefined && !saved} onClick={onClose}>
      {t('secret.close')}
    </Button>
  )
  if (secret === undefined)
    return (
      <Modal open title={t('secret.title')} footer={done} onCancel={onClose}>
        <Alert type="warning" showIcon title={t('secret.missing', { name })} />
      </Modal>
    )
  return (
    <Modal open title={t('secret.title')} footer={done} closable={false} keyboard={false} mask={{ closable: false }}>
      <Alert type="warning" showIcon title={t(isNew ? 'secret.created' : 'secret.rotated', { name })} />
      <dl className="secret">
        <dt>{t('field.client_id')}</dt>
        <dd>
          <code>{client.client_id}</code> <CopyButton text={client.client_id} />
        </dd>
        <dt>{t('secret.value')}</dt>
        <dd>
          <code>{secret}</code> <CopyButton text={secret} />
        </dd>
      </dl>
      <p className="muted">{t('secret.token', { address: 'POST /api/v1/oauth/token' })}</p>
      <Checkbox checked={saved} onChange={(event) => setSaved(event.target.checked)}>
        {t('secret.saved')}
      </Checkbox>
    </Modal>
  )
}
