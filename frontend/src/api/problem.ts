/** RFC 9457 as the server writes it: `errors[]` names the fields, `trace_id` finds the request in the log. */
export type Problem = {
  type: string
  title: string
  status: number
  detail?: string | null
  instance?: string | null
  trace_id?: string | null
  errors?: readonly FieldProblem[] | null
}

export type FieldProblem = { pointer: string; code: string; detail: string }

/** The only error a call to the server ends with. Status 0 means that no answer came. */
export class ProblemError extends Error {
  readonly problem: Problem
  /** Seconds to wait, as told by `Retry-After`. */
  readonly retryAfter: number | undefined
  /** Tells one refusal from the next, which may say the same. */
  readonly at = Date.now()

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail ?? problem.title)
    this.name = 'ProblemError'
    this.problem = problem
    this.retryAfter = retryAfter
  }

  get status(): number {
    return this.problem.status
  }

  /** The stable name of the refusal: the tail of `type`. */
  get code(): string {
    return this.problem.type.split(/[#/:]/).at(-1) ?? ''
  }
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'status' in value && typeof value.status === 'number'
}

/** Seconds to wait before asking again, as told by `Retry-After`: a number, or the date from which on one may. */
export function retryAfterOf({ headers }: Response): number | undefined {
  const told = headers.get('Retry-After') ?? ''
  const seconds = /^\d+$/.test(told) ? Number(told) : Math.ceil((Date.parse(told) - Date.parse(headers.get('Date') ?? '')) / 1000)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

/** The server is too busy to answer, or wants to be asked less often: asking again later may do. */
export const isBusy = (cause: unknown): cause is ProblemError =>
  cause instanceof ProblemError && (cause.status === 429 || cause.status === 503)

/** No answer: the line is down, or the server is. */
export const isOffline = (cause: unknown): boolean => cause instanceof ProblemError && cause.status === 0
