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
