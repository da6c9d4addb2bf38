import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { approval } from '@/test/approvals'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { ApplicationPage } from './application-page'

const me = { ...manager, permissions: ['approval.read', 'approval.apply'] }
const customer = { ...approval().customer, kind: 'individual', status: 'active', employer: '水务局', masked: [] }

const route: Schemas['RoutePreview'] = {
  steps: [
    {
      position: 1,
      name_zh: '分公司负责人审批',
      name_en: 'Branch leader',
      role: 'leader',
      org: manager.org,
      approvers: [{ id: 'x', name: '周立' }],
    },
  ],
}

beforeEach(() => {
  server.use(
    mock.get(api('/customers/:id'), () => HttpResponse.json(customer)),
    mock.post(api('/approvals/route-previews'), () => HttpResponse.json(route)),
  )
})

const open = () => show(<ApplicationPage />, { me, path: `/approvals/new?customer_id=${customer.id}` })

async function fill() {
  await userEvent.click(await screen.findByLabelText('合作单位'))
  await userEvent.type(screen.getByLabelText('申请理由'), '重点客户')
}

test('the route stands beside the form before anything is submitted', async () => {
  await open()
  expect(await screen.findByText('审批人：周立')).toBeVisible()
  expect(screen.getByText(/水务局/)).toBeVisible()
})

test('an empty post is told as the server says it', async () => {
  const detail = '审批环节“公司负责人审批”没有可审批的人员。请管理员先为该岗位指定人员。'
  server.use(mock.post(api('/approvals/route-previews'), () => problem(409, { detail })))
  await open()
  expect(await screen.findByText(detail)).toBeVisible()
})

test('submitting sends the form once, under a key, and leads to the application', async () => {
  let body: Schemas['NewApproval'] | undefined
  server.use(
    mock.post(api('/approvals'), async ({ request }) => {
      expect(request.headers.get('Idempotency-Key')).toBeTruthy()
      body = (await request.json()) as Schemas['NewApproval']
      return HttpResponse.json(approval(), { status: 201 })
    }),
  )
  const { location } = await open()
  await fill()
  await userEvent.click(screen.getByRole('button', { name: '提交申请' }))
  await expect.poll(() => location().pathname).toBe(`/approvals/${approval().id}`)
  expect(body).toMatchObject({ kind: 'special_opening', customer_id: customer.id, form: { special_kind: 'partner', reason: '重点客户' } })
})

test('what the server refuses is said at the field', async () => {
  const detail = '结束日期早于开始日期。'
  server.use(mock.post(api('/approvals'), () => problem(422, { errors: [{ pointer: '/form/ends_on', code: 'term_backwards', detail }] })))
  await open()
  await fill()
  await userEvent.click(screen.getByRole('button', { name: '提交申请' }))
  expect(await screen.findByText(detail)).toBeVisible()
  expect(screen.getByLabelText('结束日期')).toHaveAttribute('aria-invalid', 'true')
})

test('nothing is sent while something is missing', async () => {
  await open()
  await userEvent.click(await screen.findByRole('button', { name: '提交申请' }))
  expect(await screen.findByText('请填写申请理由')).toBeVisible()
  expect(screen.getByText('请填写特约类别')).toBeVisible()
})
