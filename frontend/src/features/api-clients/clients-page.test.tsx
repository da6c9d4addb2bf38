import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { org } from '@/test/complaints'
import { show } from '@/test/render'
import { apiClient } from '@/test/security'
import { api, manager, problem, server } from '@/test/server'
import { ClientsPage } from './clients-page'

const me = { ...manager, permissions: ['api_client.manage', 'org.read'] }
let items = [apiClient()]

/** Stands for the choice of units, which another feature has. */
function Units({ id, onChange }: { id?: string; onChange?: (id: string) => void }) {
  return <input id={id} onChange={(event) => onChange?.(event.target.value)} />
}

beforeEach(() => {
  items = [apiClient()]
  server.use(mock.get(api('/api-clients'), () => HttpResponse.json({ items, next_cursor: null, total: items.length })))
})

const page = (path = '/settings/api-clients') => show(<ClientsPage orgField={<Units />} />, { me, path })

test('a client is made with what it needs, and its secret is shown until somebody has kept it', async () => {
  const sent: unknown[] = []
  server.use(
    mock.post(api('/api-clients'), async ({ request }) => {
      const body = (await request.json()) as { permissions: string[] }
      sent.push(body)
      if (body.permissions.length === 1)
        return problem(422, { errors: [{ pointer: '/name', code: 'duplicate', detail: '已有同名客户端。' }] })
      items = [apiClient(), apiClient({ id: 'new', name: '数据平台' })]
      return HttpResponse.json({ ...items[1], client_secret: 'guibin_5mD0v7' }, { status: 201 })
    }),
  )
  await page('/settings/api-clients?new=1')
  const form = await screen.findByRole('dialog')
  await userEvent.type(within(form).getByLabelText('名称'), '数据平台')
  await userEvent.type(within(form).getByLabelText('所属机构'), org.id)
  await userEvent.click(within(form).getByLabelText('查看客户'))
  await userEvent.click(within(form).getByRole('button', { name: '保存' }))
  expect(await within(form).findByText('已有同名客户端。')).toBeVisible()
  await userEvent.click(within(form).getByLabelText('查看投诉'))
  await userEvent.click(within(form).getByRole('button', { name: '保存' }))
  // The window opens with a movement.
  await waitFor(() => expect(screen.getByText('guibin_5mD0v7')).toBeVisible())
  expect(sent.at(-1)).toEqual({
    name: '数据平台',
    org_id: org.id,
    permissions: ['customer.read', 'complaint.read'],
    reach: 'subtree',
    expires_at: null,
  })
  const done = screen.getByText('完成', { selector: 'button *' }).closest('button')
  expect(done).toBeDisabled()
  await userEvent.click(screen.getByLabelText('我已保存密钥'))
  await userEvent.click(screen.getByText('完成', { selector: 'button *' }))
  await expect.poll(() => screen.queryByText('guibin_5mD0v7')).toBeNull()
})

test('a new secret is asked for twice, with the version one has seen', async () => {
  const seen: (string | null)[] = []
  server.use(
    mock.post(api('/api-clients/:id/secrets'), ({ request }) => {
      seen.push(request.headers.get('If-Match'))
      return HttpResponse.json({ client_secret: 'guibin_other' })
    }),
  )
  await page()
  await userEvent.click(await screen.findByRole('button', { name: '更换密钥：呼叫中心' }))
  const question = await screen.findByRole('dialog')
  expect(question).toHaveTextContent('立即失效')
  expect(seen).toEqual([])
  await userEvent.click(within(question).getByText('更换密钥', { selector: 'button *' }))
  await waitFor(() => expect(screen.getByText('guibin_other')).toBeVisible())
  expect(seen).toEqual(['"3"'])
})

test('a client is disabled after a question; who was too late is told', async () => {
  let tries = 0
  server.use(
    mock.patch(api('/api-clients/:id'), async ({ request }) => {
      expect(await request.json()).toEqual({ active: false })
      tries += 1
      if (tries === 1) return problem(412)
      items = [apiClient({ active: false })]
      return HttpResponse.json(items[0])
    }),
  )
  await page()
  const disable = async () => {
    await userEvent.click(await screen.findByRole('button', { name: '停用：呼叫中心' }))
    const questions = await screen.findAllByRole('dialog')
    await userEvent.click(within(questions.at(-1) as HTMLElement).getByText('停用', { selector: 'button *' }))
  }
  await disable()
  expect(await screen.findByText(/刚被其他人修改过/)).toBeInTheDocument()
  await disable()
  expect(await screen.findByText('已停用')).toBeVisible()
})

test('without clients the page says what they are for', async () => {
  items = []
  await page()
  expect(await screen.findByText(/还没有接口客户端/)).toBeVisible()
})
