import { http as mock, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { api, problem, server, signedIn, tokens } from '@/test/server'
import { call, http, ifMatch } from './client'
import { ProblemError } from './problem'
import { accessToken, howItEnded, keepTokens, onSessionLost } from './token'

const seen = (request: Request, name: string) => request.headers.get(name)

test('an expired token is renewed once and the request is sent again, body and key unchanged', async () => {
  keepTokens({ access_token: 'old' })
  const tries: (string | null)[][] = []
  server.use(
    mock.post(api('/auth/refresh'), ({ request }) => {
      expect(seen(request, 'X-Guibin-Csrf')).toBe('1')
      return tokens('new')
    }),
    mock.post(api('/setup'), async ({ request }) => {
      tries.push([seen(request, 'Authorization'), seen(request, 'Idempotency-Key'), await request.text()])
      return tries.length === 1 ? problem(401) : HttpResponse.json({}, { status: 201 })
    }),
  )
  await call(http.POST('/api/v1/setup', { body: { code: 'c', company_name: 'n', username: 'u', name: 'a', password: 'p' } }))
  expect(tries.map(([token]) => token)).toEqual(['Bearer old', 'Bearer new'])
  expect(tries[1]?.slice(1)).toEqual(tries[0]?.slice(1))
  expect(accessToken()).toBe('new')
})

test('many requests refused at once renew the token once', async () => {
  keepTokens({ access_token: 'old' })
  let renewals = 0
  server.use(
    mock.post(api('/auth/refresh'), () => {
      renewals += 1
      return tokens('new')
    }),
    mock.get(api('/me'), ({ request }) => (seen(request, 'Authorization') === 'Bearer new' ? HttpResponse.json({}) : problem(401))),
  )
  await Promise.all([1, 2, 3].map(() => call(http.GET('/api/v1/me'))))
  expect(renewals).toBe(1)
})

test('a session that cannot be renewed is told once, and the refusal reaches the caller', async () => {
  keepTokens({ access_token: 'old' })
  const told = vi.fn()
  const stop = onSessionLost(told)
  server.use(
    mock.post(api('/auth/refresh'), () => problem(401)),
    mock.get(api('/me'), () => problem(401, { detail: '请重新登录。' })),
  )
  await expect(call(http.GET('/api/v1/me'))).rejects.toThrow('请重新登录。')
  expect(told).toHaveBeenCalledTimes(1)
  expect(howItEnded()).toBe('ended')
  expect(accessToken()).toBeUndefined()
  stop()
})

test('a session that ran out is told from one that somebody ended', async () => {
  for (const [type, how] of [
    ['/problems/token-expired', 'expired'],
    ['/problems/token-invalid', 'ended'],
  ] as const) {
    keepTokens({ access_token: 'old' })
    server.use(
      mock.post(api('/auth/refresh'), () => problem(401, { type })),
      mock.get(api('/me'), () => problem(401)),
    )
    await expect(call(http.GET('/api/v1/me'))).rejects.toMatchObject({ status: 401 })
    expect(howItEnded()).toBe(how)
  }
})

test('a wrong password does not try to renew a session', async () => {
  server.use(mock.post(api('/auth/login'), () => problem(401, { detail: '用户名或密码不正确。' })))
  await expect(call(http.POST('/api/v1/auth/login', { body: { username: 'a', password: 'b' } }))).rejects.toMatchObject({ status: 401 })
})

test('after no answer the same change carries the same key; after an answer, or changed, a new one', async () => {
  const keys: (string | null)[] = []
  let answer: 'none' | 'ok' = 'none'
  server.use(
    mock.post(api('/auth/login'), ({ request }) => {
      keys.push(seen(request, 'Idempotency-Key'))
      return answer === 'none' ? HttpResponse.error() : tokens()
    }),
  )
  const send = (password: string) =>
    call(http.POST('/api/v1/auth/login', { body: { username: 'a', password } })).catch((cause: unknown) => cause)
  const first = await send('one')
  expect(first).toBeInstanceOf(ProblemError)
  expect(first).toMatchObject({ status: 0 })
  answer = 'ok'
  await send('one')
  await send('one')
  await send('two')
  expect(keys[1]).toBe(keys[0])
  expect(new Set(keys).size).toBe(3)
})

test('every request says which language its answer should speak', async () => {
  document.documentElement.lang = 'en-US'
  let language: string | null = null
  server.use(
    mock.get(api('/setup'), ({ request }) => {
      language = seen(request, 'Accept-Language')
      return HttpResponse.json({ needed: false })
    }),
  )
  await call(http.GET('/api/v1/setup'))
  expect(language).toBe('en-US')
  document.documentElement.lang = 'zh-CN'
})

test('the problem document of a refusal is kept, with the time to wait', async () => {
  keepTokens({ access_token: 't' })
  server.use(
    mock.get(api('/me'), () =>
      HttpResponse.json(
        { type: '/problems/too_many', title: 'x', status: 429, trace_id: 'abc' },
        { status: 429, headers: { 'Retry-After': '30' } },
      ),
    ),
  )
  const cause = await call(http.GET('/api/v1/me')).catch((found: unknown) => found)
  expect(cause).toMatchObject({ status: 429, code: 'too_many', retryAfter: 30, problem: { trace_id: 'abc' } })
})

test('an answer that is no problem document is a problem all the same', async () => {
  server.use(mock.get(api('/setup'), () => new HttpResponse('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' })))
  await expect(call(http.GET('/api/v1/setup'))).rejects.toMatchObject({ status: 502 })
})

test('an abandoned request is no problem of the network', async () => {
  server.use(signedIn())
  const control = new AbortController()
  control.abort()
  await expect(call(http.GET('/api/v1/me', { signal: control.signal }))).rejects.toMatchObject({ name: 'AbortError' })
})

test('the precondition is the version as an entity tag', () => {
  expect(ifMatch({ version: 7 })).toEqual({ 'If-Match': '"7"' })
})
