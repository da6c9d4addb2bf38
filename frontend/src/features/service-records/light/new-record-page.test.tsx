import { fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { show } from '@/test/render'
import { api, problem, server } from '@/test/server'
import { serviceRecord } from '@/test/service-records'
import { NewRecordPage } from './new-record-page'

const customer = { ...serviceRecord().customer, masked: [] }
const keyPerson = { id: '019a0000-0000-7000-8000-0000000000d1', name: '李慧', role_title: '办公室主任', masked: [] }

beforeEach(() => {
  sessionStorage.clear()
  server.use(
    mock.get(api('/customers/:id'), () => HttpResponse.json(customer)),
    mock.get(api('/customers'), () => HttpResponse.json({ items: [customer], next_cursor: null })),
    mock.get(api('/customers/:id/key-persons'), () => HttpResponse.json({ items: [keyPerson], next_cursor: null })),
  )
})

const open = () => show(<NewRecordPage />, { path: `/service-records/new?customer_id=${customer.id}` })
const submit = () => userEvent.click(screen.getByRole('button', { name: '提交记录' }))

test('a visit is written with the people met and a signature on paper', async () => {
  let body: Schemas['NewServiceRecord'] | undefined
  server.use(
    mock.post(api('/service-records'), async ({ request }) => {
      body = (await request.json()) as Schemas['NewServiceRecord']
      return HttpResponse.json(serviceRecord(), { status: 201 })
    }),
  )
  const { location } = await open()
  await userEvent.click(await screen.findByRole('checkbox', { name: '李慧 · 办公室主任' }, { timeout: 8000 }))
  await userEvent.click(screen.getByRole('button', { name: '添加接洽人员' }))
  await userEvent.type(screen.getByLabelText('姓名 第 1 位'), '张工')
  await userEvent.type(screen.getByLabelText('服务内容'), '检查信号')
  await userEvent.click(screen.getByRole('radio', { name: '已在纸质单据上签字' }))
  await userEvent.type(screen.getByLabelText('签字人姓名'), '李慧')
  await submit()
  await expect.poll(() => location().pathname).toBe(`/service-records/${serviceRecord().id}`)
  expect(body).toMatchObject({
    customer_id: customer.id,
    method: 'visit',
    content: '检查信号',
    people_met: [{ key_person_id: keyPerson.id, name: '李慧', role_title: '办公室主任' }, { name: '张工' }],
    signature: { method: 'paper', signer_name: '李慧', strokes: [] },
  })
  expect(sessionStorage).toHaveLength(0)
})

test('a reload loses nothing that was written', async () => {
  const { unmount } = await open()
  await userEvent.type(await screen.findByLabelText('服务内容'), '写了一半')
  fireEvent(globalThis as unknown as Window, new Event('pagehide'))
  unmount()
  await open()
  expect(await screen.findByLabelText('服务内容')).toHaveValue('写了一半')
  expect(screen.getByText('已恢复上次未提交的草稿。')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: '清空重写' }))
  expect(screen.getByLabelText('服务内容')).toHaveValue('')
})

test('what the server refuses is said at the field, and the draft stays', async () => {
  const detail = '服务时间不能晚于现在。请填写实际发生的时间。'
  server.use(
    mock.post(api('/service-records'), () =>
      problem(422, { errors: [{ pointer: '/occurred_at', code: 'service_record_future', detail }] }),
    ),
  )
  await open()
  await userEvent.type(await screen.findByLabelText('服务内容'), '走访')
  await submit()
  expect(await screen.findByText(detail)).toBeVisible()
  expect(screen.getByLabelText('服务时间')).toHaveAttribute('aria-invalid', 'true')
  expect(screen.getByLabelText('服务时间')).toHaveFocus()
  expect(screen.getByLabelText('服务内容')).toHaveValue('走访')
})

test('the customer is found while one types', async () => {
  await show(<NewRecordPage />, { path: '/service-records/new' })
  await submit()
  expect(await screen.findByText('请填写客户')).toBeVisible()
  await userEvent.type(screen.getByLabelText('客户'), 'lihui')
  await userEvent.click(await screen.findByRole('button', { name: /李慧/ }))
  expect(await screen.findByRole('checkbox', { name: '李慧 · 办公室主任' })).toBeVisible()
})
