import { useQuery } from '@tanstack/react-query'
import { Alert, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { sayProblem } from '@/shared/lib/say-problem'
import { routeOptions, type NewApproval } from './api'
import { useStepName } from './step-name'

/** The posts an application would go through, asked anew whenever the customer, the kind or the term changes. */
export function RoutePanel({ wanted }: { wanted: NewApproval | undefined }) {
  const { t } = useTranslation('approvals')
  const query = useQuery(routeOptions(wanted))
  return (
    <section className="list route" aria-labelledby="route-title">
      <h2 id="route-title">{t('route.title')}</h2>
      <div aria-live="polite" aria-busy={query.isFetching}>
        {wanted === undefined ? (
          <p className="muted">{t('route.choose')}</p>
        ) : query.error !== null ? (
          <Alert type="warning" showIcon title={t('route.refused')} description={sayRefusal(query.error)} />
        ) : query.data === undefined ? (
          <p className="muted">{t('route.loading')}</p>
        ) : (
          <Route steps={query.data.steps} />
        )}
      </div>
    </section>
  )
}

type Steps = { position: number; name_zh: string; name_en: string; org: { name: string }; approvers: { id: string; name: string }[] }[]

function Route({ steps }: { steps: Steps }) {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const name = useStepName()
  const items = steps.map((step) => ({
    key: step.position,
    content: (
      <>
        <strong>{name(step)}</strong>
        <div>{step.org.name}</div>
        <div className="muted">
          {step.approvers.length === 0
            ? t('route.nobody')
            : t('route.holders', { names: step.approvers.map((one) => one.name).join(c('list.and')) })}
        </div>
      </>
    ),
  }))
  return (
    <>
      <Timeline items={items} />
      <p className="muted">{t('route.afterwards')}</p>
    </>
  )
}

/** Of a refusal that names fields, the fields' own sentences say more than the whole. */
function sayRefusal(cause: unknown): string {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  return errors.length === 0 ? sayProblem(cause) : errors.map(({ detail }) => detail).join('\n')
}
