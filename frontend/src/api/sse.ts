import { noticePasswordOver } from './password-over'
import { isProblem } from './problem'
import { syncFromAnswer } from './skew'
import { accessToken, refresh } from './token'

/** One event as the server sent it; `data` is JSON text. */
export type ServerEvent = { id: string; topic: string; data: string }

export type Stream = { close: () => void }

type Options = {
  url?: string
  /** Waiting times between attempts, in milliseconds; the last one repeats. */
  backoff?: readonly number[]
  onEvent: (event: ServerEvent) => void
  /** Open again after a break: what was missed may be more than the server still has. */
  onReopen?: () => void
}

/**
 * Server-Sent Events over fetch, because `EventSource` cannot send a bearer token. Resumes by `Last-Event-ID`, waits
 * longer after each failure, and tries at once when the line comes back.
 */
export function openStream(options: Options): Stream {
  const control = new AbortController()
  void keepOpen(options, control.signal)
  return { close: () => control.abort() }
}

/** At first hardly: a stream that was ended with its session must lead to sign-in at once. */
const patience = [200, 1000, 2000, 5000, 15_000, 30_000] as const

async function keepOpen({ url = '/api/v1/events', backoff = patience, onEvent, onReopen }: Options, signal: AbortSignal): Promise<void> {
  let last = ''
  let failures = 0
  let opened = false
  while (!signal.aborted) {
    const body = await connect(url, last, signal).catch(() => undefined)
    if (body !== undefined) {
      if (opened) onReopen?.()
      opened = true
      failures = 0
      await read(body, (event) => {
        last = event.id === '' ? last : event.id
        onEvent(event)
      })
    }
    await pause(backoff[Math.min(failures, backoff.length - 1)] ?? 30_000, signal)
    failures += 1
  }
}

async function connect(url: string, last: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | undefined> {
  const send = () => fetch(url, { headers: headers(last), signal, credentials: 'same-origin', cache: 'no-store' })
  let answer = await send()
  if (answer.status === 401 && (await refresh())) answer = await send()
  syncFromAnswer(answer)
  if (answer.status === 403) {
    const refusal: unknown = await answer.json()
    if (isProblem(refusal)) noticePasswordOver(refusal)
    return undefined
  }
  return answer.ok ? (answer.body ?? undefined) : undefined
}

function headers(last: string): Record<string, string> {
  const token = accessToken()
  return {
    Accept: 'text/event-stream',
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(last === '' ? {} : { 'Last-Event-ID': last }),
  }
}

/** Reads until the stream ends or breaks; both mean the same here: connect again. */
async function read(body: ReadableStream<Uint8Array>, onEvent: (event: ServerEvent) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader()
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + value).split(/\r?\n\r?\n/)
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = parse(block)
        if (event !== undefined) onEvent(event)
      }
    }
  } catch {
    // A broken line is no news: the caller connects again.
  }
}

/** One block of `field: value` lines. Comments (heartbeats) and blocks without data are no events. */
export function parse(block: string): ServerEvent | undefined {
  const event = { id: '', topic: 'message' }
  const data: string[] = []
  for (const line of block.split(/\r?\n/)) {
    const [, field, value = ''] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? []
    if (field === 'id') event.id = value
    else if (field === 'event') event.topic = value
    else if (field === 'data') data.push(value)
  }
  return data.length === 0 ? undefined : { ...event, data: data.join('\n') }
}

/** Ends early when the line comes back, and at once when nobody listens any more. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
    signal.addEventListener('abort', end)
  })
}
