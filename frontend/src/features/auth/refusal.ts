import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { sayProblem, sayWait } from '@/shared/lib/say-problem'

/** Why one is not let in, and what to do about it. */
export function useRefusal(): (cause: unknown) => string {
  const { t } = useTranslation('auth')
  return (cause) => {
    if (!(cause instanceof ProblemError)) return sayProblem(cause)
    if (cause.status === 429 && cause.retryAfter !== undefined) return t('signIn.locked', { wait: sayWait(cause.retryAfter) })
    return cause.status === 401 ? (cause.problem.detail ?? t('signIn.refused')) : sayProblem(cause)
  }
}
