import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { serverNow } from '@/api/skew'
import type { Permission } from '@/shared/auth/can'
import { formatDateTime } from '@/shared/lib/date'
import { CopyButton } from '@/shared/ui/copy-button'
import type { Columns } from '@/shared/ui/data-table'
import { ClientActions, type Acts } from './client-actions'
import type { ApiClient } from './api'

export function useClientColumns(acts: Acts): Columns<ApiClient> {
  const { t } = useTranslation('clients')
  const { t: c } = useTranslation()
  return [
    { key: 'name', title: t('field.name'), render: (_, client) => <Name client={client} /> },
    { key: 'org', title: t('field.org_id'), render: (_, { org, reach }) => <Where org={org.name} reach={reach} /> },
    { key: 'permissions', title: t('field.permissions'), render: (_, client) => <Permissions names={client.permissions} /> },
    { key: 'state', title: t('field.state'), render: (_, client) => <State client={client} /> },
    { key: 'last_used_at', title: t('field.last_used_at'), render: (_, { last_used_at }) => <Time at={last_used_at} none={t('never')} /> },
    { key: 'expires_at', title: t('field.expires_at'), render: (_, { expires_at }) => <Time at={expires_at} none={t('forever')} /> },
    {
      key: 'actions',
      title: <span className="visually-hidden">{c('action.more')}</span>,
      render: (_, client) => <ClientActions client={client} {...acts} />,
    },
  ]
}

export function ClientCard({ client, ...acts }: Acts & { client: ApiClient }) {
  const { t } = useTranslation('clients')
  return (
    <div className="client-card">
      <span>
        <strong>{client.name}</strong> <State client={client} />
      </span>
      <ClientId client={client} />
      <Where org={client.org.name} reach={client.reach} />
      <Permissions names={client.permissions} />
      <span className="muted">
        {t('field.last_used_at')} <Time at={client.last_used_at} none={t('never')} /> · {t('field.expires_at')}{' '}
        <Time at={client.expires_at} none={t('forever')} />
      </span>
      <ClientActions client={client} {...acts} />
    </div>
  )
}

function Name({ client }: { client: ApiClient }) {
  return (
    <span>
      <strong>{client.name}</strong>
      <br />
      <ClientId client={client} />
    </span>
  )
}

function ClientId({ client }: { client: ApiClient }) {
  return (
    <span className="client-id">
      <code>{client.client_id}</code> <CopyButton text={client.client_id} />
    </span>
  )
}

function Where({ org, reach }: { org: string; reach: ApiClient['reach'] }) {
  const { t } = useTranslation('clients')
  return (
    <span>
      {org}
      <br />
      <span className="muted">{t(`reach.${reach}`)}</span>
    </span>
  )
}

const shown = 3

function Permissions({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('clients')
  const { t: c } = useTranslation()
  const words = names.map((name) => c(`permission.${name as Permission}`))
  return (
    <span className="client-permissions" title={words.join(c('list.and'))}>
      {words.slice(0, shown).map((word) => (
        <Tag key={word}>{word}</Tag>
      ))}
      {words.length > shown ? <span className="muted">{t('more', { count: words.length })}</span> : null}
    </span>
  )
}

function State({ client }: { client: ApiClient }) {
  const { t } = useTranslation('clients')
  const isOver = client.expires_at ? Date.parse(client.expires_at) <= serverNow() : false
  const state = client.active ? (isOver ? 'expired' : 'active') : 'inactive'
  return <Tag color={{ active: 'success', expired: 'warning', inactive: 'default' }[state]}>{t(`state.${state}`)}</Tag>
}

function Time({ at, none }: { at: string | null | undefined; none: string }) {
  return at ? <span className="tabular">{formatDateTime(at)}</span> : <span className="muted">{none}</span>
}
