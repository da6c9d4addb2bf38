import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { hour } from '@/shared/lib/clock'
import { policyVersionsOptions, readPack, type Pack } from '@/shared/lib/policy'
import { EmptyState } from '@/shared/ui/empty'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { policiesOptions } from './api'

/** What the packs promise, in words. They are data of the product: nobody edits them here. */
export function PoliciesPage() {
  const { t } = useTranslation('settings')
  const query = useQuery(policiesOptions)
  return (
    <>
      <PageHeader title={t('policies.title')}>
        <p className="muted policy-note">{t('policies.readOnly')}</p>
      </PageHeader>
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => void query.refetch()} />}
      {query.isPending ? <Skeleton active className="late" /> : null}
      {query.data?.items.length === 0 ? <EmptyState text={t('policies.none')} /> : null}
      {query.data?.items.map((policy) => (
        <Policy key={policy.code} code={policy.code} />
      ))}
    </>
  )
}

function Policy({ code }: { code: string }) {
  const query = useQuery(policyVersionsOptions(code))
  if (query.error !== null) return <ErrorPanel cause={query.error} retry={() => void query.refetch()} />
  if (query.data === undefined) return <Skeleton active className="late" />
  return query.data.items.map((version) => <Version key={version.id} version={version} />)
}

function Version({ version }: { version: Schemas['PolicyVersion'] }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const pack = readPack(version)
  return (
    <article className="policy" aria-labelledby={version.id}>
      <h2 id={version.id}>{version.title}</h2>
      <p className="muted">
        {t('policies.version', { version: version.version, date: version.effective_from })} · <code>{version.code}</code>
      </p>
      <Levels pack={pack} />
      <h3>{t('policies.warn')}</h3>
      <p>{t('policies.warnAt', { percents: pack.warnAt.map((percent) => `${percent}%`).join(c('list.and')) })}</p>
      <Flows pack={pack} />
      <h3>{t('policies.renewal')}</h3>
      <p>
        {t('policies.renewalText', {
          lead: pack.renewal.leadDays,
          scan: pack.renewal.scanDays,
          horizon: pack.renewal.leadDays + pack.renewal.scanDays,
        })}
      </p>
    </article>
  )
}

function Levels({ pack }: { pack: Pack }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation('shell')
  return (
    <>
      <h3>{t('policies.complaints')}</h3>
      <table className="policy-table">
        <thead>
          <tr>
            <th scope="col">{t('policies.level')}</th>
            <th scope="col">{t('policies.resolve')}</th>
            <th scope="col">{t('policies.authority')}</th>
          </tr>
        </thead>
        <tbody>
          {pack.levels.map(({ level, resolveMs, authority }) => (
            <tr key={level}>
              <th scope="row">{c(`complaint.level.l${level}`)}</th>
              <td>{t('policies.hours', { hours: resolveMs / hour })}</td>
              <td>{t(`authority.${authority}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('policies.counting')}</p>
    </>
  )
}

function Flows({ pack }: { pack: Pack }) {
  const { t, i18n } = useTranslation('settings')
  const { t: c } = useTranslation()
  return (
    <>
      <h3>{t('policies.flows')}</h3>
      {(['special_opening', 'renewal'] as const).map((kind) => (
        <div key={kind} className="policy-flow">
          <strong>{t(`policies.flow.${kind}`)}</strong>
          <ol>
            {pack.flows[kind].map((step) => (
              <li key={step.name_en}>
                {i18n.language === 'en-US' ? step.name_en : step.name_zh}
                <span className="muted">{t('policies.decides', { level: t(`orgLevel.${step.level}`), role: c(`role.${step.role}`) })}</span>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </>
  )
}
