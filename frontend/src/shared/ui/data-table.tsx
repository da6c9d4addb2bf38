import { ReloadOutlined } from '@ant-design/icons'
import { Button, Select, Skeleton, Table, Tooltip, type TableProps } from 'antd'
import { useLayoutEffect, useRef, type MouseEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '@/shared/lib/date'
import { usePhone } from '@/shared/lib/media'
import { usePaging, type ListSearch } from '@/shared/lib/url-state'
import { EmptyState } from './empty'
import { ErrorPanel } from './error-panel'

export type Page<T> = { items: readonly T[]; next_cursor?: string | null; total?: number | null }

/** The part of a query that a table shows. */
export type ListQuery<T> = {
  data: Page<T> | undefined
  error: unknown
  isFetching: boolean
  isPlaceholderData: boolean
  dataUpdatedAt: number
  refetch: () => unknown
}

/** A column whose `key` is the API's name of the field; `sorter: true` lets the server sort by it. */
export type Columns<T> = NonNullable<TableProps<T>['columns']>

type Props<T> = {
  /** What the table is called by a screen reader. */
  label: string
  query: ListQuery<T>
  columns: Columns<T>
  search: ListSearch
  onSearch: (change: ListSearch) => void
  /** A row as a card, for phones: a table of eight columns is no use there. */
  card: (row: T) => ReactNode
  /** What to say and offer when nothing is found. */
  empty?: ReactNode
  selection?: { keys: readonly string[]; onChange: (keys: string[]) => void; nameOf: (row: T) => string }
  rowClassName?: (row: T) => string
  /** What a click beside a row's links and buttons does; the keyboard has the row's link. */
  onOpen?: (row: T) => void
}

const defaultLimit = 50

/** A list page's table: the server sorts and pages, the URL keeps where one is, old rows stay until new ones come. */
export function DataTable<T extends { id: string }>(props: Props<T>) {
  const { query, label, card, empty } = props
  const { t } = useTranslation('shell')
  const phone = usePhone()
  const rows = query.data?.items
  if (rows === undefined) {
    return query.error === null ? <Waiting /> : <ErrorPanel cause={query.error} retry={() => query.refetch()} />
  }
  return (
    <section aria-label={label} aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'list is-stale' : 'list'}>
      {query.error === null ? null : <ErrorPanel cause={query.error} retry={() => query.refetch()} />}
      {rows.length === 0 ? (
        (empty ?? <EmptyState text={t('table.empty')} />)
      ) : phone ? (
        <ul className="cards">
          {rows.map((row) => (
            <li key={row.id}>{card(row)}</li>
          ))}
        </ul>
      ) : (
        <Rows {...props} rows={rows} />
      )}
      <Foot {...props} shown={rows.length} />
    </section>
  )
}

function Rows<T extends { id: string }>({
  columns,
  rows,
  search,
  onSearch,
  selection,
  rowClassName,
  onOpen,
  label,
}: Props<T> & { rows: readonly T[] }) {
  const { t } = useTranslation('shell')
  const frame = useRef<HTMLDivElement>(null)
  // antd measures widths in a hidden row that clones "select all"; a screen reader and the tab key must not find it.
  useLayoutEffect(() => frame.current?.querySelector('.ant-table-measure-row')?.setAttribute('inert', ''))
  const sorted = columns.map((column) =>
    'sorter' in column && column.sorter ? { ...column, sortOrder: orderOf(column.key, search.sort) } : column,
  )
  return (
    <div ref={frame}>
      <Table<T>
        aria-label={label}
        rowKey="id"
        size="middle"
        columns={sorted}
        dataSource={[...rows]}
        pagination={false}
        scroll={{ x: 'max-content' }}
        showSorterTooltip={false}
        {...(rowClassName === undefined ? {} : { rowClassName })}
        {...(onOpen === undefined ? {} : { className: 'is-opening', onRow: (row) => ({ onClick: opens(() => onOpen(row)) }) })}
        {...(selection === undefined
          ? {}
          : {
              rowSelection: {
                selectedRowKeys: [...selection.keys],
                onChange: (keys) => selection.onChange(keys.map(String)),
                getCheckboxProps: (row) => ({ 'aria-label': t('table.select', { row: selection.nameOf(row) }) }),
                getTitleCheckboxProps: () => ({ 'aria-label': t('table.selectAll') }),
              },
            })}
        onChange={(_pages, _filters, sorter) => {
          const first = Array.isArray(sorter) ? sorter[0] : sorter
          onSearch({ sort: first?.order ? `${first.order === 'descend' ? '-' : ''}${String(first.columnKey)}` : undefined })
        }}
      />
    </div>
  )
}

/** A click on what can be clicked by itself, or that ends a selection of text, opens nothing. */
function opens(open: () => void): (event: MouseEvent) => void {
  return ({ target }) => {
    const busy = target instanceof Element && target.closest('a, button, input, label') !== null
    if (!busy && (getSelection()?.toString() ?? '') === '') open()
  }
}

function orderOf(key: unknown, sort: string | undefined): 'ascend' | 'descend' | null {
  if (sort === key) return 'ascend'
  return sort === `-${String(key)}` ? 'descend' : null
}

function Foot<T extends { id: string }>({ query, search, onSearch, shown }: Props<T> & { shown: number }) {
  const { t } = useTranslation('shell')
  const paging = usePaging()
  const next = query.data?.next_cursor ?? undefined
  const total = query.data?.total
  const single = paging.isFirst && next === undefined
  return (
    <div className="list-foot">
      <span className="muted">
        {total === undefined || total === null ? t('table.shown', { count: shown }) : t('table.total', { count: total })}
      </span>
      <Tooltip title={t('table.updatedAt', { time: formatTime(query.dataUpdatedAt) })}>
        <Button
          type="text"
          icon={<ReloadOutlined />}
          loading={query.isFetching}
          aria-label={t('table.refresh')}
          onClick={() => query.refetch()}
        />
      </Tooltip>
      {single && shown <= 20 ? null : (
        <nav aria-label={t('table.pages')} className="list-pages">
          <Select
            aria-label={t('table.pageSizeLabel')}
            value={search.limit ?? defaultLimit}
            options={[20, 50, 100, 200].map((value) => ({ value, label: t('table.pageSize', { count: value }) }))}
            onChange={(limit) => onSearch({ limit: limit === defaultLimit ? undefined : limit })}
          />
          <Button disabled={paging.isFirst} onClick={paging.first}>
            {t('table.first')}
          </Button>
          <Button disabled={!paging.hasPrevious} onClick={paging.previous}>
            {t('table.previous')}
          </Button>
          <Button disabled={next === undefined} onClick={() => next !== undefined && paging.next(next)}>
            {t('table.next')}
          </Button>
        </nav>
      )}
    </div>
  )
}

/** A skeleton that shows only after a moment (see app.css), so that quick answers do not flicker. */
function Waiting() {
  const { t } = useTranslation()
  return (
    <div className="late" role="status" aria-label={t('loading')}>
      <Skeleton active paragraph={{ rows: 8 }} title={false} />
    </div>
  )
}
