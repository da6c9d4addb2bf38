import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { call, http, ifMatch, type Schemas } from '@/api/client'
import { download } from '@/api/download'
import type { ImportSearch, ImportsSearch } from './search'

export type Import = Schemas['Import']
export type Column = Schemas['ImportColumn']
export type Field = Schemas['ImportField']
export type Row = Schemas['ImportRow']

/** The worker is at it; what the server answers is out of date a moment later. */
export const isWorking = ({ state }: Pick<Import, 'state'>): boolean => state === 'checking' || state === 'committing'

export const importListOptions = ({ cursor, limit }: ImportsSearch) =>
  queryOptions({
    queryKey: ['imports', 'list', cursor, limit],
    queryFn: ({ signal }) => call(http.GET('/api/v1/imports', { params: { query: { cursor, limit, count: true } }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.items.some(isWorking) === true ? 2000 : false),
  })

export const importOptions = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && isWorking(data) ? 700 : false),
  })

/** The rows as they were at a version of the import: a new check is a new list. */
export const rowsOptions = ({ id, state }: Import, { outcome, cursor, limit }: ImportSearch) =>
  queryOptions({
    queryKey: ['imports', 'rows', id, state, outcome, cursor, limit],
    queryFn: ({ signal }) =>
      call(http.GET('/api/v1/imports/{id}/rows', { params: { path: { id }, query: { outcome, cursor, limit } }, signal })),
    // A table's rows need an id; the number is one within a workbook.
    select: ({ items, next_cursor }) => ({ next_cursor, items: items.map((row) => Object.assign({ id: String(row.row_number) }, row)) }),
    placeholderData: keepPreviousData,
  })

export const upload = (file: File) =>
  call(
    http.POST('/api/v1/imports', {
      // The document calls a binary part a string; what is sent is the file itself.
      body: { file: file as unknown as string },
      bodySerializer: () => {
        const form = new FormData()
        form.append('file', file, file.name)
        return form
      },
    }),
  )

const at = (found: Import) => ({ path: { id: found.id }, header: ifMatch(found) })

export const remap = (found: Import, columns: Schemas['ColumnPatch'][]) =>
  call(http.PATCH('/api/v1/imports/{id}', { params: at(found), body: { columns } }))

export const check = (found: Import) => call(http.POST('/api/v1/imports/{id}/checks', { params: at(found), body: {} }))

export const commit = (found: Import) => call(http.POST('/api/v1/imports/{id}/commits', { params: at(found), body: {} }))

export const saveWorkbook = ({ id, file_name }: Import) =>
  download(http.GET('/api/v1/imports/{id}/workbook', { params: { path: { id } }, parseAs: 'blob' }), file_name)
