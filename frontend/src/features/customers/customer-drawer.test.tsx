import { fireEvent, screen } from '@testing-library/react'
import { http as mock, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { customer } from '@/test/customers'
import { show } from '@/test/render'
import { api, problem, server } from '@/test/server'
import { CustomerDrawer } from './customer-drawer'

const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })

test('only what was changed is sent, with the version one has seen; a newer one is loaded on request', async () => {
  const sent: { body: unknown; version: string | null }[] = []
  server.use(
    mock.patch(api('/customers/:id'), async ({ request }) => {
      sent.push({ body: await request.json(), version: request.headers.get('If-Match') })
      return sent.length === 1 ? problem(412) : HttpResponse.json({ ...customer, version: 5 })
    }),
    mock.get(api('/customers/:id'), () => HttpResponse.json({ ...customer, post: '副局长', version: 4 })),
  )
  const onSaved = vi.fn()
  await show(<CustomerDrawer customer={customer} onClose={vi.fn()} onSaved={onSaved} />)
  type(await screen.findByDisplayValue('主任'), '局长')
  fireEvent.click(screen.getByRole('button', { name: '保存' }))
  fireEvent.click(await screen.findByRole('button', { name: '载入最新内容' }))
  type(await screen.findByDisplayValue('副局长'), '')
  expect(screen.queryByText('载入最新内容')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '保存' }))
  await expect.poll(() => onSaved.mock.calls.length, { timeout: 5000 }).toBe(1)
  expect(sent).toEqual([
    { body: { post: '局长' }, version: '"3"' },
    { body: { post: null }, version: '"4"' },
  ])
})

test('what is masked is kept unless it is typed anew or cleared', async () => {
  const sent: unknown[] = []
  server.use(
    mock.patch(api('/customers/:id'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json({ ...customer, version: 4 })
    }),
  )
  await show(<CustomerDrawer customer={customer} onClose={vi.fn()} onSaved={vi.fn()} />)
  expect(await screen.findByPlaceholderText('现为 138****1234；不填则保持不变')).toHaveValue('')
  fireEvent.click(screen.getByLabelText('清除已有的身份证号'))
  type(screen.getByLabelText('手机'), '13900005678')
  fireEvent.click(screen.getByRole('button', { name: '保存' }))
  await expect.poll(() => sent, { timeout: 5000 }).toEqual([{ mobile: '13900005678', id_number: null }])
})
