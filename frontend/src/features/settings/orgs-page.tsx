import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded } from '@/shared/auth/guarded'
import { EmptyState } from '@/shared/ui/empty'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { orgsOptions, type Org } from './api'
import { AddOrg, RenameOrg } from './org-drawers'
import { treeOf, type Branch } from './tree'

type Act = { add?: Org; rename?: Org }

export function OrgsPage() {
  const { t } = useTranslation('settings')
  const query = useQuery(orgsOptions)
  const [act, setAct] = useState<Act>({})
  const close = () => setAct({})
  const tree = treeOf(query.data ?? [])
  return (
    <>
      <PageHeader title={t('orgs.title')} />
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Skeleton active className="late" /> : null}
      {query.data?.length === 0 ? <EmptyState text={t('orgs.empty')} /> : null}
      {tree.length === 0 ? null : (
        <section className="org-tree" aria-label={t('orgs.label')}>
          <Level branches={tree} act={setAct} />
        </section>
      )}
      {act.add === undefined ? null : <AddOrg parent={act.add} onClose={close} />}
      {act.rename === undefined ? null : (
        <RenameOrg org={query.data?.find(({ id }) => id === act.rename?.id) ?? act.rename} onClose={close} />
      )}
    </>
  )
}

function Level({ branches, act }: { branches: readonly Branch[]; act: (act: Act) => void }) {
  const { t } = useTranslation('settings')
  return (
    <ul>
      {branches.map(({ org, below }) => (
        <li key={org.id}>
          <div className="org-row">
            <span className="org-name">
              <strong>{org.name}</strong>
              <Tag>{t(`orgLevel.${org.level}`)}</Tag>
              <span className="muted tabular">{org.code}</span>
              <span className="muted">{`${t('org.policy')} ${org.policy_code}`}</span>
            </span>
            <span className="row-actions">
              {org.level === 'outlet' ? null : (
                <Guarded permission="org.manage" hide>
                  <Button size="small" onClick={() => act({ add: org })} aria-label={t('orgs.addTo', { name: org.name })}>
                    {t('orgs.add')}
                  </Button>
                </Guarded>
              )}
              <Guarded permission="org.manage" hide>
                <Button size="small" onClick={() => act({ rename: org })} aria-label={t('orgs.renameOf', { name: org.name })}>
                  {t('orgs.rename')}
                </Button>
              </Guarded>
            </span>
          </div>
          {below.length === 0 ? null : <Level branches={below} act={act} />}
        </li>
      ))}
    </ul>
  )
}
