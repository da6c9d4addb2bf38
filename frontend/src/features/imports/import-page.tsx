import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Progress, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { formatDateTime } from '@/shared/lib/date'
import { useUrlState } from '@/shared/lib/url-state'
import { EmptyState } from '@/shared/ui/empty'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { importOptions, type Import } from './api'
import { ColumnsStep } from './columns-step'
import { ImportSteps } from './import-steps'
import './imports.css'
import { ResultStep } from './result-step'
import type { ImportSearch } from './search'
import { StateTag } from './state-tag'

/** One import, wherever it stands: what to show follows from the job, so that a reload loses nothing. */
export function ImportPage({ importId }: { importId: string }) {
  const { t } = useTranslation('imports')
  const { data, error, refetch } = useQuery(importOptions(importId))
  const absent = error instanceof ProblemError && (error.status === 404 || error.status === 400)
  return (
    <>
      <PageHeader title={data?.file_name ?? t('newTitle')} extra={data === undefined ? null : <StateTag state={data.state} />}>
        <p className="facts">
          <Link to="/imports">{t('back')}</Link>
          {data?.sheet ? <span className="muted">{t('sheet', { sheet: data.sheet })}</span> : null}
          {data === undefined ? null : <span className="muted tabular">{formatDateTime(data.created_at)}</span>}
        </p>
      </PageHeader>
      {absent ? <EmptyState text={t('notFound')} /> : null}
      {error === null || absent ? null : <ErrorPanel cause={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton active className="late" paragraph={{ rows: 8 }} /> : null}
      {data === undefined ? null : <Stage found={data} />}
    </>
  )
}

function Stage({ found }: { found: Import }) {
  const { search } = useUrlState<ImportSearch>()
  const back = search.columns === true && found.state === 'checked'
  const current = back ? 1 : ({ uploaded: 1, failed: 1, checking: 2, checked: 2, committing: 3, committed: 4 } as const)[found.state]
  const status = found.state === 'failed' ? 'error' : found.state === 'committed' ? 'finish' : undefined
  return (
    <>
      <ImportSteps current={current} status={status} />
      {found.state === 'failed' ? <Failed found={found} /> : null}
      {current === 1 ? <ColumnsStep key={found.id} found={found} /> : null}
      {found.state === 'checking' || found.state === 'committing' ? <Working found={found} state={found.state} /> : null}
      {(found.state === 'checked' && !back) || found.state === 'committed' ? <ResultStep found={found} /> : null}
    </>
  )
}

function Failed({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  return (
    <Alert
      role="alert"
      className="form-banner"
      type="error"
      showIcon
      title={t('failed.title')}
      description={`${found.problem?.detail ?? ''} ${t('failed.hint')}`}
    />
  )
}

/** How far the worker is. */
function Working({ found, state }: { found: Import; state: 'checking' | 'committing' }) {
  const { t } = useTranslation('imports')
  const { done } = found.progress
  // Not counted yet when it has just begun.
  const total = found.progress.total ?? 0
  return (
    <div className="import-panel">
      <h2>{t(`work.${state}`)}</h2>
      <Progress percent={total === 0 ? 0 : Math.floor((done / total) * 100)} status="active" aria-label={t(`work.${state}`)} />
      <p className="tabular">{t('work.progress', { done, total })}</p>
      <p className="muted">{t('work.leave')}</p>
    </div>
  )
}
