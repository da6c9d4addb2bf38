import i18n from 'i18next'
import { ProblemError, isOffline } from '@/api/problem'

/** One sentence for the user. The server speaks the user's language already; what it could not say is said here. */
export function sayProblem(cause: unknown): string {
  if (isOffline(cause)) return i18n.t('error.offline')
  if (!(cause instanceof ProblemError)) return i18n.t('error.unexpected')
  const { problem, retryAfter } = cause
  if (problem.status === 412) return i18n.t('error.stale')
  if (problem.status === 429 && retryAfter !== undefined) return i18n.t('error.tooMany', { seconds: retryAfter })
  if (problem.status >= 500 || (problem.detail ?? problem.title) === '') return i18n.t('error.unexpected')
  return problem.detail ?? problem.title
}

export const traceOf = (cause: unknown): string | undefined =>
  cause instanceof ProblemError ? (cause.problem.trace_id ?? undefined) : undefined
