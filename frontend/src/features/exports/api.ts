import { queryOptions } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { download } from '@/api/download'

export type Export = Schemas['Export']
type Conditions = Schemas['CustomerFilter']
/** The conditions of a list; what is absent is no condition. */
export type CustomerFilter = { [K in keyof Conditions]?: Conditions[K] | undefined }

const everything: Schemas['CustomerFilter'] = {
  q: null,
  kind: null,
  special: null,
  special_kind: null,
  status: null,
  tier: null,
  owner_id: null,
  org_id: null,
  ends_before: null,
  sort: null,
}

export const startExport = (filter: CustomerFilter) => {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  return call(http.POST('/api/v1/exports', { body: { kind: 'customers', filter: { ...everything, ...given } } }))
}

export const isDone = ({ state }: Pick<Export, 'state'>): boolean => state === 'ready' || state === 'failed'

/** Asked again until it is done; the worker needs a second or two for a thousand customers. */
export const exportOptions = (id: string) =>
  queryOptions({
    queryKey: ['exports', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/exports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isDone(data) ? false : 700),
  })

export const saveExport = ({ id, file_name }: Export) =>
  download(http.GET('/api/v1/exports/{id}/content', { params: { path: { id } }, parseAs: 'blob' }), file_name ?? 'customers.xlsx')
