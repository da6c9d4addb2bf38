import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from '@/api/problem'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ProblemError
  }
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: mayRetry, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}

/** What the server has refused it will refuse again; only silence and its own failures are worth another try. */
function mayRetry(failures: number, cause: unknown): boolean {
  const status = cause instanceof ProblemError ? cause.status : 0
  return failures < 2 && (status === 0 || status >= 500)
}
