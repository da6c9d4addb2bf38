import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import type { Schemas } from '@/api/client'
import type { Me } from '@/shared/auth/session'
import { allowed, approval, approvalForm, step } from '@/test/approvals'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { ApprovalPage } from './approval-page'

vi.mock('@tanstack/react-router', async (original) => ({
  ...(await original<object>()),
  useParams: () => ({ approvalId: approval().id }),
}))

const leader = { ...manager, id: '019a0000-0000-7000-8000-000000000002', name: '周立', permissions: ['approval.read', 'approval.decide'] }
const applicant = { ...manager, permissions: ['approval.read', 'approval.apply'] }

function serve(...versions: Schemas['Approval'][]) {
  let asked = 0
  server.use(mock.get(api('/approvals/:id'), () => HttpResponse.json(versions[Math.min(asked++, versions.length - 1)])))
}

const open = (me: Me) => show(<ApprovalPage />, { me })

test('a leader returns it with a comment, at the version he saw', async () => {
  serve(approval({ version: 3, allowed_actions: allowed('approve', 'return', 'refuse') }))
  let sent: { body: unknown; match: string | null; key: string | null } | undefined
  server.use(
    mock.post(api('/approvals/:id/decisions'), async ({ request }) => {
      sent = { body: await request.json(), match: request.headers.get('If-Match'), key: request.headers.get('Idempotency-Key') }
      return HttpResponse.json(approval({ status: 'returned', version: 4 }), { status: 201 })
    }),
  )
  await open(leader)
  await userEvent.click(await screen.findByRole('button', { name: '退回修改' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.click(within(dialog).getByRole('button', { name: '退回' }))
  expect(await within(dialog).findByText('请填写退回原因')).toBeVisible()
  expect(sent).toBeUndefined()
  await userEvent.type(within(dialog).getByLabelText('退回原因'), '请补充贡献说明')
  await userEvent.click(within(dialog).getByRole('button', { name: '退回' }))
  expect(await screen.findByText('已退回', { selector: '.ant-tag' })).toBeVisible()
  expect(sent).toEqual({
    body: { decision: 'return', comment: '请补充贡献说明' },
    match: '"3"',
    key: expect.stringMatching(/.{16,}/) as string,
  })
})

test('when somebody was quicker the page shows the new state and says so', async () => {
  serve(
    approval({ allowed_actions: allowed('approve', 'return', 'refuse') }),
    approval({ status: 'approved', version: 2, current_step: null }),
  )
  server.use(mock.post(api('/approvals/:id/decisions'), () => problem(412)))
  await open(leader)
  await userEvent.click(await screen.findByRole('button', { name: '同意' }))
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: '同意' }))
  expect(await screen.findByText('这份申请刚有变化，已更新为最新内容。请核对后再操作。')).toBeVisible()
  expect(await screen.findByText('已通过')).toBeVisible()
  expect(screen.queryByRole('button', { name: '同意' })).not.toBeInTheDocument()
})

test('who may not decide reads why', async () => {
  serve(approval({ allowed_actions: allowed() }))
  await open(leader)
  const button = await screen.findByRole('button', { name: '同意' })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAttribute('aria-description', '不能approve')
})

test('the applicant corrects what was returned and submits it again', async () => {
  const returned = step({
    status: 'returned',
    decided_by: { id: 'x', name: '周立' },
    decided_at: '2026-11-22T08:00:00Z',
    comment: '请补充说明',
  })
  serve(approval({ status: 'returned', version: 2, steps: [returned], allowed_actions: allowed('edit', 'resubmit', 'withdraw') }))
  const sent: unknown[] = []
  server.use(
    mock.patch(api('/approvals/:id'), async ({ request }) => {
      sent.push(request.headers.get('If-Match'), await request.json())
      return HttpResponse.json(approval({ status: 'returned', version: 3 }))
    }),
    mock.post(api('/approvals/:id/submissions'), ({ request }) => {
      sent.push(request.headers.get('If-Match'))
      return HttpResponse.json(approval({ version: 4, round: 2 }), { status: 201 })
    }),
  )
  await open(applicant)
  await userEvent.click(await screen.findByRole('button', { name: '修改并重新提交' }))
  const dialog = await screen.findByRole('dialog')
  expect(within(dialog).getByText('请补充说明')).toBeVisible()
  await userEvent.type(within(dialog).getByLabelText('申请理由'), '，配合完成光改')
  await userEvent.click(within(dialog).getByRole('button', { name: '保存并重新提交' }))
  expect(await screen.findByText('审批中', { selector: '.ant-tag' })).toBeVisible()
  expect(sent).toEqual(['"2"', { form: { ...approvalForm, reason: '区级重点单位负责人，配合完成光改' } }, '"3"'])
})

test('every round tells who decided, when and what was said', async () => {
  serve(
    approval({
      round: 2,
      steps: [
        step({ status: 'returned', decided_by: { id: 'x', name: '周立' }, decided_at: '2026-11-22T08:00:00Z', comment: '请补充说明' }),
        step({ id: '019a0000-0000-7000-8000-0000000000e9', round: 2 }),
      ],
    }),
  )
  await open(applicant)
  expect(await screen.findByText('周立 于 2026-11-22 16:00')).toBeVisible()
  expect(screen.getByText('请补充说明')).toBeVisible()
  expect(screen.getByText('等待 周立 审批')).toBeVisible()
  expect(screen.getByRole('heading', { name: '第 2 次提交' })).toBeVisible()
})
