import { screen, within } from '@testing-library/react'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import type { Schemas } from '@/api/client'
import { syncClock } from '@/api/skew'
import { summary } from '@/test/complaints'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { burning } from './burning'
import { WorkbenchPage } from './workbench-page'

const now = Date.parse('2026-11-22T08:00:00Z')
const due = (minutes: number, title: string) => ({ ...summary, id: title, title, due_at: new Date(now + minutes * 60_000).toISOString() })

const workbench: Schemas['Workbench'] = {
  customers: { total: 418, special: 37, group: 92 },
  due_today: {
    complaints: [due(-10, '已过'), due(20, '就快'), due(200, '今天')],
    renewals: [{ subscription_id: 's1', customer: summary.customer, product: '高清互动电视', ends_on: '2026-12-01' }],
    birthdays: [{ customer: { ...summary.customer, id: 'd2', name: '王建国' }, birthday: '1949-11-22' }],
  },
  open_complaints: [due(-10, '已过'), due(20, '就快'), due(200, '今天'), due(2000, '明天')],
  approvals_waiting: [],
  counts: { open_complaints: 4, overdue: 1, due_soon: 1, approvals_waiting: 0, renewals_due: 1 },
}

const me = { ...manager, permissions: ['workbench.read', 'customer.read', 'complaint.read'] }

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] })
  syncClock(now, now)
  server.use(mock.get(api('/workbench'), () => HttpResponse.json(workbench, { headers: { date: new Date(now).toUTCString() } })))
  return () => vi.useRealTimers()
})

test('the first screen says what burns, and each number leads to it', async () => {
  await show(<WorkbenchPage />, { me })
  const burns = await screen.findByRole('region', { name: '需要处理' })
  expect(within(burns).getByRole('link', { name: /^1\s*投诉已超时/ })).toHaveAttribute('href', '/complaints?status=unclosed&due=overdue')
  expect(within(burns).getByRole('link', { name: /^1\s*30 分钟内到期/ })).toHaveAttribute('href', '/complaints?status=unclosed&due=soon')
  expect(within(burns).getByRole('link', { name: /^2\s*今日到期/ })).toHaveAttribute('href', '/complaints?status=unclosed&due=today')
  expect(within(burns).getByRole('link', { name: /^1\s*即将到期的业务/ })).toHaveAttribute('href', '#renewals')
  expect(within(burns).queryByRole('link', { name: /待我审批/ })).toBeNull()
})

test('open complaints stand in the order of their limit, each with its countdown', async () => {
  await show(<WorkbenchPage />, { me })
  const rows = within(await screen.findByRole('table'))
    .getAllByRole('row')
    .slice(1)
  expect(rows.map((row) => within(row).getAllByRole('link')[0]?.textContent)).toEqual(['已过', '就快', '今天', '明天'])
  expect(rows[0]).toHaveTextContent('已超时 00:10:00')
  expect(rows[1]).toHaveTextContent('即将到期 00:20:00')
  expect(screen.getByRole('link', { name: '全部 4 件' })).toHaveAttribute('href', '/complaints?status=unclosed')
})

test('customers, renewals and birthdays lead to the customers', async () => {
  await show(<WorkbenchPage />, { me })
  expect(await screen.findByRole('link', { name: /^418\s*全部客户/ })).toHaveAttribute('href', '/customers')
  expect(screen.getByText('高清互动电视 · 2026-12-01 到期')).toBeVisible()
  expect(screen.getByRole('link', { name: '王建国' })).toHaveAttribute('href', '/customers/d2')
})

test('what runs out while the page stands open moves to overdue by itself', () => {
  expect(burning(workbench, now)).toEqual({ overdue: 1, soon: 1, today: 2 })
  expect(burning(workbench, now + 21 * 60_000)).toEqual({ overdue: 2, soon: 0, today: 1 })
})

test('a failure is said and can be tried again', async () => {
  server.use(mock.get(api('/workbench'), () => problem(500, { trace_id: 't-1' })))
  await show(<WorkbenchPage />, { me })
  expect(await screen.findByText(/t-1/)).toBeVisible()
  expect(screen.getByRole('button', { name: '重试' })).toBeVisible()
})
