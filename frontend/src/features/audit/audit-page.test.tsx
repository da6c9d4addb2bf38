import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { customer } from '@/test/customers'
import { show } from '@/test/render'
import { auditEntry } from '@/test/security'
import { api, manager, problem, server } from '@/test/server'
import { AuditPage } from './audit-page'
import { AuditPrintPage } from './light/print-page'
import { viewersOf } from './who'

const me = { ...manager, permissions: ['audit.read', 'user.read', 'customer.read'] }
const refused = auditEntry({
  id: 'r1',
  seq: 1805,
  action: 'request.refused',
  action_title: '请求被拒绝',
  outcome: 'refused',
  customer: null,
})
let asked: URLSearchParams[] = []

beforeEach(() => {
  asked = []
  server.use(
    mock.get(api('/audit-entries'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [refused, auditEntry()], next_cursor: 'c2' })
    }),
    mock.get(api('/users'), () => HttpResponse.json({ items: [], next_cursor: null })),
  )
})

test('who did, saw or was refused what; days are whole days of the branch, and the particulars are one click away', async () => {
  const { location } = await show(<AuditPage />, { me, path: '/audit?from=2026-11-20&to=2026-11-22&outcome=refused' })
  const table = await screen.findByRole('region', { name: '审计记录' })
  expect(await within(table).findByText('被拒绝')).toBeVisible()
  expect(asked[0]?.get('from')).toBe('2026-11-19T16:00:00.000Z')
  expect(asked[0]?.get('to')).toBe('2026-11-22T16:00:00.000Z')
  expect(asked[0]?.get('outcome')).toBe('refused')
  await userEvent.click(within(table).getByText('查看敏感信息', { selector: 'button *' }))
  const drawer = await screen.findByRole('dialog')
  expect(drawer).toHaveTextContent('["mobile"]')
  expect(drawer).toHaveTextContent('1804')
  expect(location().href).toContain('open=')
})

test('who saw this customer: the people, how often, and how often without the mask', async () => {
  await show(<AuditPage />, { me, path: `/audit?customer_id=${customer.id}` })
  expect(await screen.findByRole('heading', { name: '谁看过 单小红' })).toBeVisible()
  expect(await screen.findByText('其中查看敏感信息 1 次')).toBeVisible()
})

test('viewers are counted by person, the latest first, refusals and changes not', () => {
  const other = { id: 'p2', name: '周立' }
  const entries = [
    auditEntry({ at: '2026-11-22T06:00:00Z' }),
    auditEntry({ at: '2026-11-22T05:00:00Z', action: 'customer.viewed' }),
    auditEntry({ action: 'customer.viewed', detail: { part: 'timeline' } as never }),
    auditEntry({ at: '2026-11-22T07:00:00Z', actor: other, action: 'customer.viewed' }),
    auditEntry({ actor: other, outcome: 'refused' }),
    auditEntry({ actor: other, action: 'customer.changed' }),
    auditEntry({ actor: null }),
  ]
  expect(viewersOf(entries).map(({ name, times, revealed }) => [name, times, revealed])).toEqual([
    ['周立', 1, 0],
    ['刘洋', 2, 1],
  ])
})

test('the verification runs when asked for, and a broken trail says where and what to do', async () => {
  let answer: Schemas['AuditVerification'] = {
    state: 'intact',
    checked: 1804,
    chains: 3,
    sealed_until: '2026-11-22T06:30:00Z',
    findings: [],
    more: 0,
  }
  server.use(mock.get(api('/audit-entries/verification'), () => HttpResponse.json(answer)))
  await show(<AuditPage />, { me, path: '/audit' })
  expect(await screen.findByText('尚未校验')).toBeVisible()
  await userEvent.click(screen.getByText('开始校验', { selector: 'button *' }))
  expect(await screen.findByText('审计记录完整')).toBeVisible()
  expect(screen.getByText(/1,804 条记录/)).toHaveTextContent('2026-11-22 14:30 之前的记录已有库外封存')
  answer = {
    ...answer,
    state: 'broken',
    findings: [{ kind: 'missing', chain: 'head-office', seq: 1203, detail: '此位置的记录被删除。' }],
    more: 59_900,
  }
  await userEvent.click(screen.getByText('重新校验', { selector: 'button *' }))
  expect(await screen.findByText('审计记录不完整')).toBeVisible()
  expect(screen.getByText('记录缺失').closest('li')).toHaveTextContent('第 1203 条')
  expect(screen.getByText('另有 59,900 处未列出。')).toBeVisible()
  expect(screen.getByText(/guibin audit verify/)).toBeVisible()
})

test('a failure is said and can be tried again', async () => {
  server.use(mock.get(api('/audit-entries'), () => problem(500, { trace_id: 'trace-7' })))
  await show(<AuditPage />, { me, path: '/audit' })
  expect(await screen.findByText(/trace-7/)).toBeVisible()
  expect(screen.getByRole('button', { name: '重试' })).toBeVisible()
})

test('the print lists page after page, and says what was asked and that nothing was verified', async () => {
  server.use(
    mock.get(api('/audit-entries'), ({ request }) => {
      const cursor = new URL(request.url).searchParams.get('cursor')
      return HttpResponse.json({ items: [auditEntry({ id: `e${cursor ?? ''}` })], next_cursor: cursor === null ? 'c2' : null })
    }),
  )
  await show(<AuditPrintPage />, { me, path: '/print/audit?action=customer.revealed&from=2026-11-20' })
  expect(await screen.findByText(/共 2 条/)).toHaveTextContent('打印前未做完整性校验')
  expect(screen.getByText(/日期 2026-11-20 至/)).toBeVisible()
  expect(screen.getAllByRole('row')).toHaveLength(3)
})
