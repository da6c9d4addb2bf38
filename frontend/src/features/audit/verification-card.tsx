import { CheckCircleOutlined, CloseCircleOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { verificationOptions } from './api'

/** Whether anything was altered, taken out, moved or cut off, and until when a seal outside the database vouches for it. */
export function VerificationCard() {
  const { t } = useTranslation('audit')
  const { data, error, isFetching, dataUpdatedAt, refetch } = useQuery(verificationOptions)
  const state = data?.state
  const Icon = state === undefined ? SafetyCertificateOutlined : state === 'intact' ? CheckCircleOutlined : CloseCircleOutlined
  return (
    <section className={`verification is-${state ?? 'unknown'}`} aria-label={t('verify.title')}>
      <Icon aria-hidden className="verification-icon" />
      <div className="verification-text" role="status">
        <strong>{t(`verify.${state ?? 'unknown'}`)}</strong>
        {data === undefined ? (
          <p className="muted">{t('verify.what')}</p>
        ) : (
          <p className="muted">
            {t('verify.counts', {
              checked: data.checked.toLocaleString('en-US'),
              chains: data.chains,
              time: formatDateTime(dataUpdatedAt),
            })}
            <br />
            {data.sealed_until ? t('verify.sealed', { time: formatDateTime(data.sealed_until) }) : t('verify.unsealed')}
          </p>
        )}
        {data === undefined || data.findings.length === 0 ? null : <Findings findings={data.findings} more={data.more} />}
      </div>
      <Button onClick={() => void refetch()} loading={isFetching}>
        {t(isFetching ? 'verify.running' : data === undefined ? 'verify.run' : 'verify.again')}
      </Button>
      {error === null || isFetching ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
    </section>
  )
}

function Findings({ findings, more }: Pick<Schemas['AuditVerification'], 'findings' | 'more'>) {
  const { t } = useTranslation('audit')
  return (
    <>
      <ul className="findings">
        {findings.map(({ kind, chain, seq, detail }) => (
          <li key={`${kind} ${chain} ${seq ?? ''} ${detail}`}>
            <strong>{t(`finding.${kind}`)}</strong>{' '}
            {seq === null || seq === undefined ? null : <span className="tabular">{t('verify.seq', { seq })}</span>}{' '}
            <code className="audit-code">{chain}</code>
            <br />
            <span className="muted">{detail}</span>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="muted">{t('verify.more', { more: more.toLocaleString('en-US') })}</p> : null}
      <p>{t('verify.todo')}</p>
    </>
  )
}
