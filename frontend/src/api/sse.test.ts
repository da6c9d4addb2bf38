import { http as mock, HttpResponse } from 'msw'
import { afterEach, expect, test, vi } from 'vitest'
import { api, problem, server, tokens } from '@/test/server'
import { openStream, parse, type ServerEvent, type Stream } from './sse'
import { keepTokens } from './token'

let stream: Stream | undefined
afterEach(() => stream?.close())

const streamed = (text: string) => new HttpResponse(text, { headers: { 'Content-Type': 'text/event-stream' } })

test('events are read whole, whatever pieces they come in, and heartbeats are none', async () => {
  const events: ServerEvent[] = []
  const pieces = ['id: 1\neve', 'nt: complaint.warned\ndata: {"a":', '1}\n', '\n:\n\nid: 2\nevent: x\ndata: b\n\n']
  server.use(
    mock.get(api('/events'), () => {
      const body = new ReadableStream<Uint8Array>({
        start(out) {
          for (const piece of pieces) out.enqueue(new TextEncoder().encode(piece))
        },
      })
      return new HttpResponse(body, { headers: { 'Content-Type': 'text/event-stream' } })
    }),
  )
  stream = openStream({ url: '/api/v1/events', onEvent: (event) => events.push(event) })
  await vi.waitFor(() => expect(events).toHaveLength(2))
  expect(events[0]).toEqual({ id: '1', topic: 'complaint.warned', data: '{"a":1}' })
})

test('after a break it resumes where it was, and says that there was a break', async () => {
  const asked: (string | null)[] = []
  const onReopen = vi.fn()
  server.use(
    mock.get(api('/events'), ({ request }) => {
      asked.push(request.headers.get('Last-Event-ID'))
      return streamed(`id: ${asked.length}\nevent: x\ndata: y\n\n`)
    }),
  )
  stream = openStream({ backoff: [1], onEvent: () => {}, onReopen })
  await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(3))
  expect(asked.slice(0, 3)).toEqual([null, '1', '2'])
  expect(onReopen).toHaveBeenCalled()
})

test('an expired token is renewed before the stream opens', async () => {
  keepTokens({ access_token: 'old' })
  const events: ServerEvent[] = []
  server.use(
    mock.post(api('/auth/refresh'), () => tokens('new')),
    mock.get(api('/events'), ({ request }) =>
      request.headers.get('Authorization') === 'Bearer new' ? streamed('id: 1\nevent: x\ndata: y\n\n') : problem(401),
    ),
  )
  stream = openStream({ backoff: [60_000], onEvent: (event) => events.push(event) })
  await vi.waitFor(() => expect(events).toHaveLength(1))
})

test('a block without data is no event', () => {
  expect(parse(': heartbeat')).toBeUndefined()
  expect(parse('id: 1\nevent: x')).toBeUndefined()
  expect(parse('data: a\ndata: b')).toEqual({ id: '', topic: 'message', data: 'a\nb' })
})
