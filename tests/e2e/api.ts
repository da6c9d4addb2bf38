import { expect, type APIRequestContext } from '@playwright/test'
import type { DemoUser } from './sign-in'

const password = process.env['GUIBIN_DEMO_PASSWORD'] ?? 'guibin-demo-2026'

type Answer = { id: string; version: number; number: string }

/** The world a story needs, made through the API; what the story is about is done through the pages. */
export async function asUser(request: APIRequestContext, username: DemoUser) {
  const login = await request.post('/api/v1/auth/login', { data: { username, password } })
  expect(login.status()).toBe(200)
  const { access_token } = (await login.json()) as { access_token: string }
  const headers = { Authorization: `Bearer ${access_token}` }
  return {
    headers,
    post: async (path: string, data: object): Promise<Answer> => {
      const answer = await request.post(`/api/v1${path}`, { data, headers: { ...headers, 'Idempotency-Key': crypto.randomUUID() } })
      expect(answer.status(), await answer.text()).toBe(201)
      return (await answer.json()) as Answer
    },
  }
}

/** A customer of his own for each story, so that stories do not disturb one another. */
export async function newCustomer(request: APIRequestContext, username: DemoUser, name: string): Promise<Answer> {
  const user = await asUser(request, username)
  return user.post('/customers', { kind: 'group', name })
}
