import { QueryClient } from '@tanstack/react-query'
import { ProblemError, isBusy } from '@/api/problem'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ProblemError
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: mayRetry, retryDelay: pause, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

/** Longer waits are shown on the page, which asks again by itself (`ErrorPanel`). */
const longestWait = 5

/** What the server has refused it will refuse again; silence, its own failures and a short wait are worth another try. */
export function mayRetry(failures: number, cause: unknown): boolean {
  if (isBusy(cause)) return failures < 2 && (cause.retryAfter ?? 0) <= longestWait
  const status = cause instanceof ProblemError ? cause.status : 0
  return failures < 2 && (status === 0 || status >= 500)
}

/** As long as the server asks for, else longer each time; never all browsers in the same moment. */
export function pause(failures: number, cause: unknown): number {
  const asked = cause instanceof ProblemError ? cause.retryAfter : undefined
  return (asked === undefined ? 1000 * 2 ** failures : asked * 1000) + Math.random() * 500
}
