import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeAll, expect, test } from 'vitest'
import { customer, summary } from '@/test/customers'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { CustomersPage } from './customers-page'

// The drawer is loaded when it opens; the first load takes longer than a test waits.
beforeAll(async () => void (await import('./customer-drawer')))

const page = () => <CustomersPage exporting={(filter) => <output aria-label="filter">{JSON.stringify(filter)}</output>} />

function list(items = [summary]): URLSearchParams[] {
  const asked: URLSearchParams[] = []
  server.use(
    mock.get(api('/customers'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items, next_cursor: null, total: items.length })
    }),
  )
  return asked
}

test('a row tells who it is, how special, and what is open; a click leads to the 360', async () => {
  list()
  const { location } = await show(page(), { path: '/customers' })
  const row = (await screen.findByText('单小红')).closest('tr')
  expect(row).toHaveTextContent('138****1234')
  expect(row).toHaveTextContent('特约·领导类 至 2099-12-31')
  expect(row).toHaveTextContent('2 件未结')
  await userEvent.click(screen.getByText('GB1001000000427'))
  expect(location().pathname).toBe(`/customers/${summary.id}`)
})

test('"mine" goes to the server as my id and to the URL as me', async () => {
  const asked = list()
  const { location } = await show(page(), { path: '/customers?special=true' })
  await screen.findByText('单小红')
  await userEvent.click(screen.getByRole('combobox', { name: '全部客户经理' }))
  await userEvent.click(await screen.findByTitle('我的客户'))
  await expect.poll(() => asked.at(-1)?.get('owner_id')).toBe(manager.id)
  expect(asked.at(-1)?.get('special')).toBe('true')
  expect(location().search).toMatchObject({ owner: 'me', special: true })
  expect(screen.getByLabelText('filter')).toHaveTextContent(manager.id)
})

test('what one types is searched for', async () => {
  const asked = list()
  await show(page(), { path: '/customers' })
  await screen.findByText('单小红')
  await userEvent.type(screen.getByRole('searchbox', { name: '搜索客户' }), 'shanxh')
  await expect.poll(() => asked.at(-1)?.get('q')).toBe('shanxh')
})

test('columns are chosen by the user and kept for the next time', async () => {
  list()
  const first = await show(page(), { path: '/customers' })
  await screen.findByText('单小红')
  await userEvent.click(screen.getByText('列设置'))
  await userEvent.click(await screen.findByLabelText('工作单位'))
  expect(await screen.findByText('水务局')).toBeVisible()
  first.unmount()
  await show(page(), { path: '/customers' })
  expect(await screen.findByText('水务局')).toBeVisible()
})

test('without customers it says how to get some', async () => {
  list([])
  await show(page(), { path: '/customers' })
  expect(await screen.findByText(/还没有客户/)).toBeVisible()
})

test('a refused new customer keeps what was typed and says why at the field', async () => {
  list()
  const sent: unknown[] = []
  server.use(
    mock.post(api('/customers'), async ({ request }) => {
      sent.push(await request.json())
      const refusal = { pointer: '/id_number', code: 'id_number_checksum', detail: '身份证号校验位不正确，请核对。' }
      return sent.length === 1 ? problem(422, { errors: [refusal] }) : HttpResponse.json(customer, { status: 201 })
    }),
  )
  const { location } = await show(page(), { path: '/customers?create=true' })
  const form = within(await screen.findByRole('dialog'))
  await userEvent.type(form.getByLabelText('客户名称'), '张三')
  await userEvent.type(form.getByLabelText('身份证号'), '510106199001011234')
  await userEvent.click(form.getByRole('button', { name: '保存' }))
  expect(await form.findByText('身份证号校验位不正确，请核对。')).toBeVisible()
  expect(sent[0]).toEqual({ kind: 'individual', status: 'active', name: '张三', id_number: '510106199001011234' })
  await userEvent.click(form.getByRole('button', { name: '保存' }))
  await expect.poll(() => location().pathname).toBe(`/customers/${customer.id}`)
})

test('a group is asked for its credit code and not for a sex', async () => {
  list()
  await show(page(), { path: '/customers?create=true' })
  const form = within(await screen.findByRole('dialog'))
  expect(form.queryByLabelText('统一社会信用代码')).toBeNull()
  await userEvent.click(form.getByText('集团'))
  expect(await form.findByLabelText('统一社会信用代码')).toBeVisible()
  expect(form.queryByLabelText('性别')).toBeNull()
})
