import i18n from 'i18next'
import { ProblemError, isBusy, isOffline } from '@/api/problem'

/** One sentence for the user. The server speaks the user's language already; what it could not say is said here. */
export function sayProblem(cause: unknown): string {
  if (isOffline(cause)) return i18n.t('error.offline')
  if (!(cause instanceof ProblemError)) return i18n.t('error.unexpected')
  const { problem, retryAfter } = cause
  const { status } = problem
  if (status === 412) return i18n.t('error.stale')
  // A day's budget is used up: the server says what else one can do, and a wait in hours does not.
  if (status === 429 && problem.errors?.some(({ code }) => code.endsWith('_budget_spent')) && problem.detail) return problem.detail
  if (isBusy(cause)) {
    const wait = retryAfter === undefined ? i18n.t('wait.soon') : sayWait(retryAfter)
    return i18n.t(status === 429 ? 'error.tooMany' : 'error.busy', { wait })
  }
  if (status >= 500) return i18n.t('error.unexpected')
  const name = unspoken[status]
  return problem.detail || (name === undefined ? problem.title : i18n.t(`error.unspoken.${name}`)) || i18n.t('error.unexpected')
}

/** What a proxy in front of the server refuses by itself comes without words for people. */
const unspoken: Record<number, 'tooLarge' | 'tooLong' | 'wrongKind' | 'headers'> = {
  413: 'tooLarge',
  414: 'tooLong',
  415: 'wrongKind',
  431: 'headers',
}

/** `14 minutes`: a time to wait, never less than it takes. */
export function sayWait(seconds: number): string {
  if (seconds < 60) return i18n.t('wait.seconds', { count: Math.max(1, Math.ceil(seconds)) })
  const minutes = Math.ceil(seconds / 60)
  return minutes < 120 ? i18n.t('wait.minutes', { count: minutes }) : i18n.t('wait.hours', { count: Math.ceil(minutes / 60) })
}

export const traceOf = (cause: unknown): string | undefined =>
  cause instanceof ProblemError ? (cause.problem.trace_id ?? undefined) : undefined
