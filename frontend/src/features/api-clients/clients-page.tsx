import './clients.css'
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { lazy, Suspense, useState, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { clientListOptions } from './api'
import { ClientCard, useClientColumns } from './client-columns'
import type { ClientSearch } from './search'
import type { Secret } from './secret-dialog'

const ClientDrawer = lazy(() => import('./client-drawer').then((file) => ({ default: file.ClientDrawer })))
const SecretDialog = lazy(() => import('./secret-dialog').then((file) => ({ default: file.SecretDialog })))

/** The programs that may call the API, and what each may do. */
export function ClientsPage({ orgField }: { orgField: ReactElement<object> }) {
  const { t } = useTranslation('clients')
  const { search, patch } = useUrlState<ClientSearch>()
  const query = useQuery(clientListOptions(search))
  const [secret, setSecret] = useState<Secret>()
  const show = (change: Partial<ClientSearch>) => patch({ ...change, cursor: search.cursor })
  const acts = { edit: (id: string) => show({ edit: id }), onSecret: setSecret }
  const columns = useClientColumns(acts)
  const create = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => show({ new: 1 })}>
      {t('new')}
    </Button>
  )
  return (
    <>
      <PageHeader title={t('title')} actions={create}>
        <p className="muted clients-lead">{t('lead')}</p>
      </PageHeader>
      <DataTable
        label={t('label')}
        query={query}
        columns={columns}
        search={search}
        onSearch={patch}
        card={(client) => <ClientCard client={client} {...acts} />}
        empty={<EmptyState text={t('empty')} />}
      />
      <Suspense fallback={null}>
        {search.new === 1 || search.edit !== undefined ? (
          <ClientDrawer
            id={search.edit}
            orgField={orgField}
            onSecret={setSecret}
            onClose={() => show({ new: undefined, edit: undefined })}
          />
        ) : null}
        {secret === undefined ? null : <SecretDialog {...secret} onClose={() => setSecret(undefined)} />}
      </Suspense>
    </>
  )
}
