import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isOffline } from '@/api/problem'
import { sayProblem, traceOf } from '@/shared/lib/say-problem'
import { CopyButton } from './copy-button'

type Props = {
  cause: unknown
  retry?: (() => void) | undefined
  /** A heading of its own when the panel stands for a whole page. */
  title?: string | undefined
  children?: ReactNode
}

/** What went wrong, what to do, and the trace id to give to the administrator. Needs no antd. */
export function ErrorPanel({ cause, retry, title, children }: Props) {
  const { t } = useTranslation()
  const trace = traceOf(cause)
  useRetryWhenOnline(isOffline(cause) ? retry : undefined)
  return (
    <div className="panel" role="alert">
      {title === undefined ? null : <p className="panel-title">{title}</p>}
      <p>{sayProblem(cause)}</p>
      {trace === undefined ? null : (
        <p className="panel-trace">
          {t('error.trace', { id: trace })} <CopyButton text={trace} />
        </p>
      )}
      <div className="panel-actions">
        {retry === undefined ? null : (
          <button type="button" className="btn btn-primary" onClick={retry}>
            {t('action.retry')}
          </button>
        )}
        {children}
      </div>
    </div>
  )
}

function useRetryWhenOnline(retry: (() => void) | undefined): void {
  useEffect(() => {
    if (retry === undefined) return undefined
    addEventListener('online', retry)
    return () => removeEventListener('online', retry)
  }, [retry])
}
