import { useQuery } from '@tanstack/react-query'
import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { ProblemError } from '@/api/problem'
import { useUrlState, type ListSearch } from '@/shared/lib/url-state'
import { show } from '@/test/render'
import { DataTable, type Columns, type Page } from './data-table'

type Row = { id: string; name: string }

const columns: Columns<Row> = [{ key: 'name', title: '姓名', dataIndex: 'name', sorter: true }]

function List({ load }: { load: (search: ListSearch) => Promise<Page<Row>> }) {
  const { search, patch } = useUrlState<ListSearch>()
  const query = useQuery({ queryKey: ['rows', search], queryFn: () => load(search) })
  return <DataTable label="客户列表" query={query} columns={columns} search={search} onSearch={patch} card={(row) => row.name} />
}

const page = (name: string, next_cursor: string | null): Page<Row> => ({ items: [{ id: name, name }], next_cursor, total: 3 })

test('it pages by the cursor of the server, and back the way it came', async () => {
  const load = vi.fn((search: ListSearch) => Promise.resolve(search.cursor === 'c2' ? page('乙', null) : page('甲', 'c2')))
  const { location } = await show(<List load={load} />)
  expect(await screen.findByText('甲')).toBeVisible()
  expect(screen.getByText('共 3 条')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: '下一页' }))
  expect(await screen.findByText('乙')).toBeVisible()
  expect(location().search).toEqual({ cursor: 'c2' })
  expect(screen.getByRole('button', { name: '下一页' })).toBeDisabled()
  await userEvent.click(screen.getByRole('button', { name: '上一页' }))
  expect(await screen.findByText('甲')).toBeVisible()
  expect(location().search).toEqual({})
})

test('sorting goes to the server through the URL and starts from the first page', async () => {
  const load = vi.fn(() => Promise.resolve(page('甲', 'c2')))
  const { location } = await show(<List load={load} />, { path: '/?cursor=c2' })
  await screen.findByText('甲')
  const head = screen.getByRole('columnheader', { name: '姓名' })
  await userEvent.click(head)
  await vi.waitFor(() => expect(location().search).toEqual({ sort: 'name' }))
  await userEvent.click(screen.getByRole('columnheader', { name: '姓名' }))
  await vi.waitFor(() => expect(location().search).toEqual({ sort: '-name' }))
  expect(load).toHaveBeenLastCalledWith({ sort: '-name' })
})

test('an empty list says so', async () => {
  await show(<List load={() => Promise.resolve({ items: [], next_cursor: null })} />)
  expect(await screen.findByText('没有符合条件的记录')).toBeVisible()
})

test('a failure is said with its trace id and can be tried again', async () => {
  const load = vi
    .fn<() => Promise<Page<Row>>>()
    .mockRejectedValueOnce(new ProblemError({ type: 'x', title: 'x', status: 503, trace_id: '4bf92f35' }))
    .mockResolvedValue(page('甲', null))
  await show(<List load={load} />)
  expect(await screen.findByText(/4bf92f35/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: '重试' }))
  expect(await screen.findByText('甲')).toBeVisible()
})

test('nothing of the hidden measuring row can be reached', async () => {
  const { container } = await show(<List load={() => Promise.resolve(page('甲', null))} />)
  await screen.findByText('甲')
  for (const row of container.querySelectorAll('.ant-table-measure-row')) expect(row).toHaveAttribute('inert')
})
