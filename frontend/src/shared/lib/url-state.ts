import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { text, whole } from './search-schema'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** Cursors of the pages before this one; not in the URL, because a colleague has not been on them. */
    trail?: readonly string[]
  }
}

/** What every list keeps in the URL; spread into the page's own `searchSchema`. */
export const listSearch = { cursor: text, limit: whole(1, 200) }

export type ListSearch = { cursor?: string | undefined; limit?: number | undefined; sort?: string | undefined }

export type UrlState<S> = {
  search: S
  /** Sets some of the state. Whatever changes what is listed leads back to the first page. */
  patch: (change: Partial<S>) => void
  /** Clears everything. */
  reset: () => void
}

/** The page's part of the URL, as its route's schema has read it. */
export function useUrlState<S extends object>(): UrlState<S> {
  const found: object = useSearch({ strict: false })
  const search = found as S
  const navigate = useNavigate()
  const go = (next: object) => void navigate({ to: '.', search: next as never, replace: true, resetScroll: false })
  return {
    search,
    patch: (change) => go(clean({ ...search, cursor: undefined, ...change })),
    reset: () => go({}),
  }
}

export type Paging = {
  hasPrevious: boolean
  isFirst: boolean
  first: () => void
  previous: () => void
  next: (cursor: string) => void
}

/** Keyset pages: forward by the server's cursor, back by the cursors this tab has come through. */
export function usePaging(): Paging {
  const search = useSearch({ strict: false }) as ListSearch
  const trail = useRouterState({ select: (state) => state.location.state.trail }) ?? []
  const navigate = useNavigate()
  const go = (cursor: string | undefined, before: readonly string[]) =>
    void navigate({ to: '.', search: clean({ ...search, cursor }) as never, state: (state) => ({ ...state, trail: before }) })
  return {
    hasPrevious: trail.length > 0,
    isFirst: search.cursor === undefined,
    first: () => go(undefined, []),
    previous: () => go(trail.at(-1) || undefined, trail.slice(0, -1)),
    next: (cursor) => go(cursor, [...trail, search.cursor ?? '']),
  }
}

/** Without the empty ones, so that an address says only what differs from the plain list. */
function clean(search: object): object {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== '' && value !== null))
}
