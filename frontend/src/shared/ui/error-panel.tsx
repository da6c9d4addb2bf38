import { lazy, Suspense, useEffect, useEffectEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isBusy, isOffline } from '@/api/problem'
import { sayProblem, traceOf } from '@/shared/lib/say-problem'
import { CopyButton } from './copy-button'

/** Comes with the first refusal of this kind; where even it does not come, there is still the button. */
const AgainSoon = lazy(() =>
  import('./again-soon').then(
    (file) => ({ default: file.AgainSoon }),
    () => ({ default: () => null }),
  ),
)

type Props = {
  cause: unknown
  /** Asks again for what is shown; never sends a change. */
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
        <Suspense>{isBusy(cause) && retry !== undefined ? <AgainSoon cause={cause} retry={retry} /> : null}</Suspense>
      </div>
    </div>
  )
}

function useRetryWhenOnline(retry: (() => void) | undefined): void {
  const ask = useEffectEvent(() => retry?.())
  const wants = retry !== undefined
  useEffect(() => {
    if (!wants) return undefined
    const listen = () => ask()
    addEventListener('online', listen)
    return () => removeEventListener('online', listen)
  }, [wants])
}
