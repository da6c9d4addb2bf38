import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { complaint, org, policy, summary } from '@/test/complaints'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { ComplaintsPage } from './complaints-page'

const me = { ...manager, permissions: ['complaint.read', 'complaint.work', 'customer.read'] }
const customer = {
  ...summary.customer,
  kind: 'group',
  status: 'active',
  mobile: '138****0001',
  owner: summary.owner,
  org: summary.org,
  open_complaints: 0,
  masked: [],
  updated_at: summary.received_at,
}
let asked: URLSearchParams[] = []

beforeEach(() => {
  asked = []
  server.use(
    mock.get(api('/complaints'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [summary], next_cursor: null, total: 1 })
    }),
    mock.get(api('/customers'), ({ request }) =>
      HttpResponse.json({ items: new URL(request.url).searchParams.get('q') === 'scdx' ? [customer] : [], next_cursor: null }),
    ),
    mock.get(api('/customers/:id'), () => HttpResponse.json(customer)),
    mock.get(api('/orgs/:id'), () => HttpResponse.json(org)),
    mock.get(api('/policies/:code/versions'), () => HttpResponse.json({ items: [policy], next_cursor: null })),
  )
})

test('the filters of the address go to the server', async () => {
  await show(<ComplaintsPage />, { me, path: '/?level=2&due=overdue&mine=true&status=replied&q=x' })
  expect(await screen.findByRole('link', { name: '互动点播卡顿' })).toBeVisible()
  const query = Object.fromEntries(asked.at(-1) ?? [])
  expect(query).toEqual({ q: 'x', level: '2', breached: 'true', owner_id: me.id, status: 'replied', count: 'true' })
})

test('"only mine" is put into the address', async () => {
  const { location } = await show(<ComplaintsPage />, { me })
  await userEvent.click(await screen.findByRole('checkbox', { name: '只看我负责的' }))
  await waitFor(() => expect(location().search).toEqual({ mine: true }))
})

test('who may not work on complaints is not offered to take one', async () => {
  await show(<ComplaintsPage />, { me: { ...me, permissions: ['complaint.read'] } })
  await screen.findByRole('link', { name: '互动点播卡顿' })
  expect(screen.queryByRole('button', { name: /受理投诉/ })).toBeNull()
})

test('a complaint is taken, and the page moves on to it', async () => {
  let sent: unknown
  server.use(
    mock.post(api('/complaints'), async ({ request }) => {
      sent = await request.json()
      return HttpResponse.json(complaint, { status: 201 })
    }),
  )
  const { location } = await show(<ComplaintsPage />, { me, path: '/complaints?new=1' })
  const dialog = await screen.findByRole('dialog', {}, { timeout: 10_000 })
  const picker = within(dialog).getByRole('combobox', { name: '客户' })
  await waitFor(() => expect(picker).toHaveFocus())
  await userEvent.keyboard('scdx')
  await userEvent.click(await screen.findByText('GB5101000000011', {}, { timeout: 5000 }))
  expect(await within(dialog).findByText('5 小时内办结')).toBeInTheDocument()
  await userEvent.click(within(dialog).getByRole('radio', { name: /二级/ }))
  await userEvent.type(within(dialog).getByLabelText('标题'), '互动点播卡顿')
  await userEvent.type(within(dialog).getByLabelText('投诉内容'), '晚间卡顿')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await waitFor(() => expect(location().pathname).toBe(`/complaints/${complaint.id}`), { timeout: 5000 })
  expect(location().search).toEqual({})
  expect(sent).toEqual({ customer_id: customer.id, channel: 'hotline', level: 2, title: '互动点播卡顿', content: '晚间卡顿' })
}, 20_000)

test('a customer in the address is chosen already, and a refusal stands at its field', async () => {
  server.use(
    mock.post(api('/complaints'), () =>
      problem(422, { errors: [{ pointer: '/contact_phone', code: 'phone_shape', detail: '电话号码不正确。' }] }),
    ),
  )
  await show(<ComplaintsPage />, { me, path: `/complaints?new=1&customer_id=${customer.id}` })
  const dialog = await screen.findByRole('dialog', {}, { timeout: 10_000 })
  expect(await within(dialog).findByText('四川大学 · GB5101000000011')).toBeVisible()
  await userEvent.type(within(dialog).getByLabelText('标题'), 'a')
  await userEvent.type(within(dialog).getByLabelText('投诉内容'), 'b')
  await userEvent.type(within(dialog).getByLabelText('联系电话'), '12')
  await userEvent.click(within(dialog).getByRole('button', { name: '受理' }))
  expect(await within(dialog).findByText('电话号码不正确。', {}, { timeout: 5000 })).toBeVisible()
}, 20_000)
