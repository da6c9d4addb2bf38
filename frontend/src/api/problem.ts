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

/** No answer: the line is down, or the server is. */
export const isOffline = (cause: unknown): boolean => cause instanceof ProblemError && cause.status === 0
