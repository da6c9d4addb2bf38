import createClient, { type Middleware } from 'openapi-fetch'
import { forgetKey, keyFor } from './idempotency'
import { noticePasswordOver } from './password-over'
import { ProblemError, isProblem, retryAfterOf } from './problem'
import type { components, paths } from './schema.gen'
import { syncFromAnswer } from './skew'
import { accessToken, refresh } from './token'

export type Schemas = components['schemas']

/** Requests that were sent once more after a refresh, by the id openapi-fetch gives them. */
const bodies = new Map<string, Request>()

const middleware: Middleware = {
  async onRequest({ request, id }) {
    authorise(request)
    request.headers.set('Accept-Language', document.documentElement.lang)
    if (request.method === 'POST' && !request.headers.get('Idempotency-Key')) {
      request.headers.set('Idempotency-Key', await keyFor(request))
    }
    bodies.set(id, request.clone())
    return request
  },
  async onResponse({ request, response, id }) {
    syncFromAnswer(response)
    forgetKey(request.headers.get('Idempotency-Key'))
    const copy = bodies.get(id)
    bodies.delete(id)
    const mayRetry = response.status === 401 && copy !== undefined && !request.url.includes('/api/v1/auth/')
    if (!mayRetry || !(await refresh())) return response
    authorise(copy)
    return fetch(copy)
  },
  onError({ id }) {
    bodies.delete(id)
  },
}

function authorise(request: Request): void {
  const token = accessToken()
  if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`)
}

export const http = createClient<paths>({
  baseUrl: globalThis.location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that tests can stand between.
  fetch: (request) => globalThis.fetch(request),
})
http.use(middleware)

/** Unwraps a call: the data on 2xx, a `ProblemError` on anything else. */
export async function call<T>(pending: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await pending.catch((cause: unknown) => {
    if (cause instanceof ProblemError) throw cause
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ProblemError({ type: 'about:blank#offline', title: 'offline', status: 0 })
  })
  // openapi-fetch leaves `data` out of 204 answers, whose type is `undefined` as well.
  if (response.ok) return data as T
  const problem = isProblem(error) ? error : { type: 'about:blank', title: response.statusText, status: response.status }
  noticePasswordOver(problem)
  throw new ProblemError(problem, retryAfterOf(response))
}

/** For operations whose type demands an `Idempotency-Key`: it is filled in when the request is sent. */
export const once: { 'Idempotency-Key': string } = { 'Idempotency-Key': '' }

/** The precondition of a change: the version the user looked at. A newer one on the server answers 412. */
export const ifMatch = (record: { version: number }): { 'If-Match': string } => ({ 'If-Match': `"${record.version}"` })
