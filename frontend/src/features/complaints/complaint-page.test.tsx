import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { complaint, org, policy, replied } from '@/test/complaints'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { ComplaintPage } from './complaint-page'

const me = { ...manager, permissions: ['complaint.read', 'complaint.work', 'customer.read'] }
const patient = { timeout: 8000 }
let now: Schemas['Complaint']

beforeEach(() => {
  now = complaint
  server.use(
    mock.get(api('/complaints/:id'), () => HttpResponse.json(now)),
    mock.get(api('/orgs/:id'), () => HttpResponse.json(org)),
    mock.get(api('/policies/:code/versions'), () => HttpResponse.json({ items: [policy], next_cursor: null })),
  )
})

async function open(action: string) {
  await userEvent.click(await screen.findByRole('button', { name: action }, patient))
  return within(await screen.findByRole('dialog', {}, patient))
}

test('it tells what happened and what can be done, and why something cannot', async () => {
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  expect(await screen.findByRole('heading', { level: 1, name: '互动点播卡顿' }, patient)).toBeVisible()
  expect(screen.getByText('受理投诉，定为一级')).toBeVisible()
  expect(screen.getByText('晚间点播频繁卡顿，重启机顶盒无效')).toBeVisible()
  expect(screen.getByText('李慧')).toBeVisible()
  expect(screen.getByText('139****5678')).toBeVisible()
  expect(screen.queryByRole('button', { name: /^查看 / })).toBeNull()
  const confirm = screen.getByRole('button', { name: '客户满意，办结' })
  expect(confirm).toHaveAttribute('aria-disabled', 'true')
  expect(confirm).toHaveAttribute('aria-description', '请先答复客户。')
})

test('raising the level needs a reason and says what it means before it is done', async () => {
  let sent: unknown
  server.use(
    mock.post(api('/complaints/:id/level-changes'), async ({ request }) => {
      expect(request.headers.get('if-match')).toBe('"1"')
      sent = await request.json()
      return HttpResponse.json({ ...complaint, level: 2, version: 2, due_at: '2026-11-22T14:20:00Z' }, { status: 201 })
    }),
  )
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  const dialog = await open('调整级别')
  expect(dialog.getByText(/已经用去的时间照算/)).toBeVisible()
  expect(dialog.queryByRole('radio', { name: /一级/ })).toBeNull()
  await userEvent.click(dialog.getByRole('radio', { name: /二级/ }))
  expect(await dialog.findByRole('status')).toHaveTextContent('2026-11-22 22:20')
  await userEvent.click(dialog.getByRole('button', { name: '调整级别' }))
  expect(await dialog.findByText('请填写调整原因', {}, patient)).toBeVisible()
  await userEvent.type(dialog.getByLabelText('调整原因'), '需技术部门')
  await userEvent.click(dialog.getByRole('button', { name: '调整级别' }))
  expect(await screen.findByText('2026-11-22 22:20 前办结', {}, patient)).toBeVisible()
  expect(sent).toEqual({ level: 2, reason: '需技术部门' })
}, 30_000)

test('someone else was quicker: the page is loaded anew, what was typed stays, and a second try goes through', async () => {
  const versions: (string | null)[] = []
  server.use(
    mock.post(api('/complaints/:id/replies'), ({ request }) => {
      versions.push(request.headers.get('if-match'))
      if (versions.length === 1) {
        now = { ...complaint, version: 5, title: '新标题' }
        return problem(412)
      }
      return HttpResponse.json({ ...replied, version: 6 }, { status: 201 })
    }),
  )
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  const dialog = await open('答复')
  await userEvent.type(dialog.getByLabelText('答复内容'), '已更换接头')
  await userEvent.click(dialog.getByRole('button', { name: '提交答复' }))
  expect(await dialog.findByText(/已为您载入最新内容/, {}, patient)).toBeVisible()
  expect(dialog.getByLabelText('答复内容')).toHaveValue('已更换接头')
  await userEvent.click(dialog.getByRole('button', { name: '提交答复' }))
  await waitFor(() => expect(versions).toEqual(['"1"', '"5"']), patient)
  expect(await screen.findByText('已答复，待客户确认', {}, patient)).toBeVisible()
}, 30_000)

test('the customer is satisfied: the complaint is closed and says so plainly', async () => {
  now = replied
  const closed: Schemas['Complaint'] = { ...replied, status: 'closed', version: 3, closed_at: '2026-11-22T07:00:00Z' }
  server.use(
    mock.post(api('/complaints/:id/confirmations'), async ({ request }) => {
      expect(await request.json()).toEqual({ satisfied: true })
      return HttpResponse.json(closed, { status: 201 })
    }),
  )
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  const dialog = await open('客户满意，办结')
  await userEvent.click(dialog.getByRole('button', { name: '确认办结' }))
  expect(await screen.findByText('此投诉已于 2026-11-22 15:00 办结：客户表示满意。', {}, patient)).toBeVisible()
  expect(screen.getByText('已按时完成')).toBeVisible()
  expect(screen.queryByRole('button', { name: '答复' })).toBeNull()
}, 30_000)

test('the drawer shows how the due time comes about', async () => {
  const line = (at: string, step: Schemas['LineStep'], text_zh: string) => ({ at, step, text_zh, text_en: step })
  const explanation: Schemas['ClockExplanation'] = {
    clock_id: complaint.clock_id,
    milestone: 'resolve',
    policy: { code: policy.code, version: 1, title: policy.title },
    state: 'running',
    started_at: complaint.received_at,
    due_at: complaint.due_at,
    stopped_at: null,
    elapsed: 'PT45M',
    remaining: 'PT4H15M',
    lines: [
      line(complaint.received_at, 'started', '开始计时：1 级，时限 5 小时。'),
      line(complaint.due_at, 'due', '到期：计时满 5 小时。'),
    ],
  }
  server.use(mock.get(api('/clocks/:id/explanation'), () => HttpResponse.json(explanation)))
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  const dialog = await open('为什么是这个时间？')
  expect(await dialog.findByText('开始计时：1 级，时限 5 小时。', {}, patient)).toBeVisible()
  expect(dialog.getByText('04:15:00')).toBeVisible()
  expect(dialog.getByText(/大客户服务管理业务规范（第 1 版）/)).toBeVisible()
}, 30_000)

test('what is out of sight is said to be', async () => {
  server.use(mock.get(api('/complaints/:id'), () => problem(404, { detail: '不存在' })))
  await show(<ComplaintPage complaintId={complaint.id} />, { me })
  expect(await screen.findByText('找不到这件投诉。它可能不在您的管辖范围内。', {}, patient)).toBeVisible()
})

test('who complained is called back at the number under the mask, and what they said is read whole', async () => {
  now = { ...complaint, content: '请回电 138****9999' }
  const sent: unknown[] = []
  server.use(
    mock.post(api('/customers/:id/reveals'), async ({ request, params }) => {
      sent.push([params['id'], await request.json()])
      return HttpResponse.json({
        values: { phone: '13912345678', remark: '请回电 13800009999' },
        expires_at: new Date(Date.now() + 300_000).toISOString(),
        remaining_today: 7,
      })
    }),
  )
  await show(<ComplaintPage complaintId={complaint.id} />, { me: { ...me, permissions: [...me.permissions, 'customer.reveal'] } })
  await userEvent.click(await screen.findByRole('button', { name: '查看 联系电话' }, patient))
  const dialog = within(await screen.findByRole('dialog', {}, patient))
  await userEvent.click(dialog.getByRole('checkbox', { name: '投诉内容' }))
  await userEvent.type(dialog.getByLabelText('查看原因'), '回电核实故障{Enter}')
  expect(await screen.findByText('13912345678')).toHaveFocus()
  expect(screen.getByText('请回电 13800009999')).toBeVisible()
  const body = { complaint_id: complaint.id, fields: ['phone', 'remark'], purpose: '回电核实故障' }
  expect(sent).toEqual([[complaint.customer.id, body]])
})
