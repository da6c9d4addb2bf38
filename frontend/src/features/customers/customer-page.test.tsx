import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { customer, overview } from '@/test/customers'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { CustomerPage } from './customer-page'

const path = `/customers/${customer.id}`
const item = { at: '2026-11-01T02:00:00Z', kind: 'complaint', subject_id: 's1', topic: 'complaint.received', title_en: 'Received' }

beforeEach(() => {
  server.use(
    mock.get(api('/customers/:id/overview'), () => HttpResponse.json(overview)),
    mock.get(api('/customers/:id/timeline'), ({ request }) => {
      const later = new URL(request.url).searchParams.get('cursor') === 'c2'
      const items = [{ ...item, id: later ? 'e2' : 'e1', title_zh: later ? '更早的投诉' : '受理投诉', actor_name: null }]
      return HttpResponse.json({ items, next_cursor: later ? null : 'c2' })
    }),
  )
})

const everything = { ...manager, permissions: [...manager.permissions, 'customer.reveal', 'approval.apply', 'service_record.write'] }

test('it shows who this is, how special and why, and what is open and owed', async () => {
  await show(<CustomerPage customerId={customer.id} />, { path, me: everything })
  expect(await screen.findByRole('heading', { level: 1, name: '单小红' })).toBeVisible()
  expect(screen.getByText(/领导类特约用户，期限 2026-01-01 至 2099-12-31/)).toBeVisible()
  expect(screen.getAllByRole('link', { name: '互动点播卡顿' })).toHaveLength(2)
  expect(screen.getByText('当前：分公司负责人审批')).toBeVisible()
  expect(screen.getByText('赵敏')).toBeVisible()
  expect(screen.getByText('特约基本包')).toBeVisible()
  expect(await screen.findByText('受理投诉')).toBeVisible()
  await userEvent.click(screen.getByText('加载更早的动态'))
  expect(await screen.findByText('更早的投诉')).toBeVisible()
})

test('what one may not do now says why; what one never does is not there', async () => {
  const refused = { ...overview, customer: { ...customer, special_kind: null } }
  server.use(mock.get(api('/customers/:id/overview'), () => HttpResponse.json(refused)))
  await show(<CustomerPage customerId={customer.id} />, { path, me: everything })
  const apply = await screen.findByRole('button', { name: '申请特约' })
  expect(apply).toHaveAttribute('aria-description', '已是特约客户，请在到期前申请续期。')
  expect(screen.queryByRole('button', { name: '登记投诉' })).toBeNull()
})

test('masked values are seen for a reason, and hidden again when the time is over', async () => {
  const asked: unknown[] = []
  server.use(
    mock.post(api('/customers/:id/reveals'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({
        values: { mobile: '13800001234' },
        expires_at: new Date(Date.now() + 2500).toISOString(),
        remaining_today: 49,
      })
    }),
  )
  await show(<CustomerPage customerId={customer.id} />, { path, me: everything })
  await userEvent.click(await screen.findByLabelText('查看 手机'))
  await userEvent.type(await screen.findByLabelText('查看原因'), '上门回访')
  await userEvent.click(within(screen.getByRole('dialog')).getByText('查看', { selector: 'button *' }))
  expect(await screen.findByText('13800001234')).toBeVisible()
  expect(screen.getByText(/今天还可查看 49 位客户/)).toBeVisible()
  expect(asked).toEqual([{ fields: ['mobile'], purpose: '上门回访' }])
  await vi.waitFor(() => expect(screen.queryByText('13800001234')).toBeNull(), { timeout: 6000 })
  expect(screen.getByText('138****1234')).toBeVisible()
})

test('a key person is seen under the mask by his own name', async () => {
  const asked: unknown[] = []
  server.use(
    mock.post(api('/customers/:id/reveals'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({
        values: { mobile: '13900000001' },
        expires_at: new Date(Date.now() + 60_000).toISOString(),
        remaining_today: 3,
      })
    }),
  )
  await show(<CustomerPage customerId={customer.id} />, { path, me: everything })
  await userEvent.click(await screen.findByLabelText('查看 赵敏的手机'))
  const dialog = await screen.findByRole('dialog', { name: '查看敏感信息：赵敏' })
  await userEvent.type(within(dialog).getByLabelText('查看原因'), '约见秘书{Enter}')
  expect(await screen.findByText('13900000001')).toHaveFocus()
  expect(screen.getByText('138****1234')).toBeVisible()
  expect(asked).toEqual([{ key_person_id: overview.key_persons[0]?.id, fields: ['mobile'], purpose: '约见秘书' }])
})

test('a day that is used up says from when one may look again', async () => {
  server.use(
    mock.post(api('/customers/:id/reveals'), () =>
      HttpResponse.json({ type: '/problems/rate-limited', title: 'x', status: 429 }, { status: 429, headers: { 'Retry-After': '7200' } }),
    ),
  )
  await show(<CustomerPage customerId={customer.id} />, { path, me: everything })
  await userEvent.click(await screen.findByLabelText('查看 手机'))
  await userEvent.type(await screen.findByLabelText('查看原因'), '上门回访')
  await userEvent.click(within(screen.getByRole('dialog')).getByText('查看', { selector: 'button *' }))
  expect(await screen.findByText(/今天可查看敏感信息的客户数已用完，.* 起恢复/)).toBeVisible()
})

test('an auditor finds out from here who saw the customer', async () => {
  const auditor = { ...manager, permissions: ['customer.read', 'audit.read'] }
  const { location } = await show(<CustomerPage customerId={customer.id} />, { path, me: auditor })
  await userEvent.click(await screen.findByRole('button', { name: '谁看过' }))
  expect(location().href).toBe(`/audit?customer_id=${customer.id}`)
})

test('a customer of another branch is as if he were not there', async () => {
  server.use(mock.get(api('/customers/:id/overview'), () => problem(404)))
  await show(<CustomerPage customerId={customer.id} />, { path })
  expect(await screen.findByText(/找不到这位客户/)).toBeVisible()
})
