import { screen, waitFor } from '@testing-library/react'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { complaint } from '@/test/complaints'
import { show } from '@/test/render'
import { api, manager, server } from '@/test/server'
import { Live } from './live'

const me = { ...manager, permissions: ['event.read', 'complaint.read'] }
const patient = { timeout: 8000 }

const message = (id: string, topic: string, actor_id: string | null = null) => {
  const data = {
    topic,
    subject_kind: 'complaint',
    subject_id: complaint.id,
    customer_id: null,
    actor_id,
    at: complaint.received_at,
    data: {},
  }
  return `id: ${id}\nevent: ${topic}\ndata: ${JSON.stringify(data)}\n\n`
}

/** The first connection tells `text` and stays open. */
function stream(text: string) {
  const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode(text)) })
  server.use(mock.get(api('/events'), () => new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })))
}

const unusual = `id: 3\nevent: customer.reveal_unusual\ndata: ${JSON.stringify({
  topic: 'customer.reveal_unusual',
  subject_kind: 'reveal',
  subject_id: 'u7',
  customer_id: null,
  actor_id: 'u7',
  at: complaint.received_at,
  data: { reason: 'many_at_once', customers: 12, at_once: 12 },
})}\n\n`

beforeEach(() => {
  sessionStorage.clear()
  server.use(mock.get(api('/complaints/:id'), () => HttpResponse.json(complaint)))
})

test('a missed limit is told once, politely, with a link, and makes the lists stale', async () => {
  stream(message('1', 'promise.breached') + message('1', 'promise.breached'))
  const { queryClient, location } = await show(<Live />, { me })
  const stale = vi.spyOn(queryClient, 'invalidateQueries')
  const link = await screen.findByRole('link', { name: complaint.title }, patient)
  expect(screen.getByText('1 件投诉已超时')).toBeVisible()
  expect(link.closest('[role=status]')).not.toBeNull()
  expect(screen.getAllByRole('link', { name: complaint.title })).toHaveLength(1)
  await waitFor(() => expect(stale).toHaveBeenCalledWith({ queryKey: ['complaints'] }))
  link.click()
  await waitFor(() => expect(location().pathname).toBe(`/complaints/${complaint.id}`))
})

test('what one did oneself, and what was told before a reload, is not told', async () => {
  sessionStorage.setItem('guibin.told', JSON.stringify(['7']))
  stream(message('6', 'complaint.replied', me.id) + message('7', 'promise.warned') + message('8', 'complaint.refused'))
  await show(<Live />, { me })
  expect(await screen.findByText(/客户不满意/, {}, patient)).toBeVisible()
  expect(screen.queryByText(/已答复/)).toBeNull()
  expect(screen.queryByText(/即将到期/)).toBeNull()
})

async function unusualTo(...more: string[]) {
  server.use(mock.get(api('/users/u7'), () => HttpResponse.json({ id: 'u7', name: '李梅' })))
  stream(unusual)
  const page = await show(<Live />, { me: { ...me, permissions: [...me.permissions, ...more] } })
  expect(await screen.findByText('李梅查看敏感信息异常', {}, patient)).toBeVisible()
  return page
}

test('a leader is told who views what is unusual, and why it is', async () => {
  await unusualTo()
  expect(screen.getByText(/短时间内查看了多位客户/).closest('[role=status]')).not.toBeNull()
  expect(screen.queryByRole('link', { name: '查看其操作记录' })).toBeNull()
})

test('who may read the trail is led to it', async () => {
  const { location } = await unusualTo('audit.read')
  screen.getByRole('link', { name: '查看其操作记录' }).click()
  await waitFor(() => expect(location()).toMatchObject({ pathname: '/audit', search: { actor_id: 'u7' } }))
})
