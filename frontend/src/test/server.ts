import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import type { Problem } from '@/api/problem'
import type { Me } from '@/shared/auth/session'

/** The server that tests talk to. What a test does not mention is an error, so nothing is called by accident. */
export const server = setupServer()

export const api = (path: string): string => `*/api/v1${path}`

export function problem(status: number, rest: Partial<Problem> = {}) {
  return HttpResponse.json({ type: 'about:blank', title: 'refused', status, ...rest } satisfies Problem, {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}

export const tokens = (access_token = 'access-1') => HttpResponse.json({ access_token, token_type: 'Bearer', expires_in: 600 })

export const manager = {
  id: '019a0000-0000-7000-8000-000000000001',
  username: 'manager-a',
  name: '王建国',
  roles: ['account_manager'],
  permissions: ['workbench.read', 'customer.read', 'customer.write'],
  reach: 'own',
  org: { id: '019a0000-0000-7000-8000-00000000000a', code: '1001', name: 'A 支公司', level: 'branch' },
  demo: false,
} as Me

/** A signed-in manager, as `/me` tells of him. */
export const signedIn = (me: Me = manager) => http.get(api('/me'), () => HttpResponse.json(me))
