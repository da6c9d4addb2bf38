import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '@/app/query-client'
import { createAppRouter, followSession } from '@/app/router'
import { keepTokens } from '@/api/token'
import { asked } from '@/shared/auth/asked'
import { meOptions, signIn } from '@/shared/auth/session'
import { keepDraft, readDraft } from '@/shared/lib/draft'
import { org } from './complaints'
import { api, manager, problem, server, tokens } from './server'

const patient = { timeout: 60_000 }
const admin = { ...manager, permissions: ['org.read', 'org.manage'] }
/** What the server wants before it answers anything else. */
let wants: 'nothing' | 'password' | 'sign-in'
let created: unknown[]
/** Who the server takes the caller for. */
let caller: typeof admin
const elsewhere = new BroadcastChannel('guibin.session')

const refusal = () =>
  wants === 'password'
    ? problem(403, { type: '/problems/step-up-required', detail: '请先设置新密码。' })
    : problem(401, { type: '/problems/token-expired' })

beforeEach(() => {
  wants = 'nothing'
  created = []
  caller = admin
  keepTokens({ access_token: 'a' })
  server.use(
    mock.get(api('/me'), () => HttpResponse.json({ ...caller, must_change_password: wants === 'password' })),
    mock.get(api('/orgs'), () => (wants === 'nothing' ? HttpResponse.json({ items: [org], next_cursor: null }) : refusal())),
    mock.post(api('/orgs'), async ({ request }) => {
      if (wants !== 'nothing') return refusal()
      created.push(await request.json())
      return HttpResponse.json({ ...org, id: 'new' }, { status: 201 })
    }),
    mock.get(api('/setup'), () => HttpResponse.json({ needed: false })),
    mock.post(api('/auth/refresh'), () => problem(401, { type: '/problems/token-expired' })),
    mock.post(api('/me/password'), () => {
      wants = 'nothing'
      return new HttpResponse(null, { status: 204 })
    }),
    mock.post(api('/auth/login'), async ({ request }) => {
      const { totp } = (await request.json()) as { totp?: string }
      if (totp === undefined) return problem(401, { type: '/problems/step-up-required', errors: [] })
      wants = 'nothing'
      return tokens('b')
    }),
  )
})

afterEach(() => {
  asked.set(undefined)
  vi.restoreAllMocks()
})

/** The product itself, with a form open and something typed. */
async function typing() {
  history.replaceState({}, '', '/settings/orgs')
  const queryClient = createQueryClient()
  const router = createAppRouter(queryClient)
  followSession(queryClient, router)
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  await userEvent.click(await screen.findByRole('button', { name: `新增下级：${org.name}` }, patient))
  await userEvent.type(await screen.findByLabelText('名称', {}, patient), '东城营业厅')
  await userEvent.type(screen.getByLabelText('代码'), '510299')
  return { router, queryClient }
}

/** antd gives all dialogs of a test the same id, so that none has a name of its own. */
async function dialogOf(title: string) {
  const found = (await screen.findByText(title, {}, patient)).closest<HTMLElement>('[role=dialog]')
  if (found === null) throw new Error(`${title} is no dialog`)
  return within(found)
}

/** The wheel of the first attempt may still be turning in it. */
const save = async () => userEvent.click(await screen.findByRole('button', { name: /保存$/ }, patient))

test('a password that is over in the middle of a form is replaced above it, and what was typed is saved', async () => {
  const { router } = await typing()
  wants = 'password'
  await save()
  const dialog = await dialogOf('请设置新密码')
  expect(router.state.location.pathname).toBe('/settings/orgs')
  await userEvent.type(dialog.getByLabelText('当前密码'), 'old password')
  await userEvent.type(dialog.getByLabelText('新密码'), 'Another-password-7')
  await userEvent.click(dialog.getByRole('button', { name: '修改密码' }))
  await waitFor(() => expect(screen.queryByText('请设置新密码')).not.toBeInTheDocument(), patient)
  expect(screen.getByLabelText('名称')).toHaveValue('东城营业厅')
  await waitFor(() => expect(screen.getByRole('button', { name: /保存$/ })).toHaveFocus(), patient)
  await save()
  await waitFor(() => expect(created).toEqual([expect.objectContaining({ name: '东城营业厅', code: '510299' })]), patient)
}, 40_000)

test('a session that runs out in the middle of a form is opened again above it, with the second step', async () => {
  const { router } = await typing()
  wants = 'sign-in'
  await save()
  const dialog = await dialogOf('请重新登录')
  expect(router.state.location.pathname).toBe('/settings/orgs')
  expect(dialog.getByLabelText('用户名')).toHaveValue(admin.username)
  await userEvent.type(dialog.getByLabelText('密码'), 'right')
  await userEvent.click(dialog.getByRole('button', { name: '登录' }))
  await userEvent.type(await dialog.findByLabelText('验证码', {}, patient), '287082{Enter}')
  await waitFor(() => expect(screen.queryByText('请重新登录')).not.toBeInTheDocument(), patient)
  expect(screen.getByLabelText('名称')).toHaveValue('东城营业厅')
  await save()
  await waitFor(() => expect(created).toHaveLength(1), patient)
}, 40_000)

test('a session that somebody has ended leads to sign-in: the page is not kept for whoever sits there', async () => {
  server.use(mock.post(api('/auth/refresh'), () => problem(401, { type: '/problems/unauthenticated' })))
  const { router } = await typing()
  wants = 'sign-in'
  await save()
  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'), patient)
  expect(screen.queryByDisplayValue('东城营业厅')).not.toBeInTheDocument()
}, 40_000)

const stranger = { ...admin, id: '019a0000-0000-7000-8000-000000000002', username: 'other', name: '李梅' }

/** The reload that makes everything new; nothing on the page may ask to stay. */
function reloads() {
  const warned = vi.fn<(prevented: boolean) => void>()
  vi.spyOn(globalThis.location, 'assign').mockImplementation(() => {
    const event = new Event('beforeunload', { cancelable: true })
    dispatchEvent(event)
    warned(event.defaultPrevented)
  })
  return warned
}

test('who signs in above the page of somebody else gets nothing of it, and is not asked to stay', async () => {
  const warned = reloads()
  keepDraft('of-a', { content: '东城' })
  const { queryClient } = await typing()
  wants = 'sign-in'
  await save()
  const dialog = await dialogOf('请重新登录')
  caller = stranger
  await userEvent.type(dialog.getByLabelText('密码'), 'right')
  await userEvent.click(dialog.getByRole('button', { name: '登录' }))
  await userEvent.type(await dialog.findByLabelText('验证码', {}, patient), '287082{Enter}')
  await waitFor(() => expect(warned).toHaveBeenCalledExactlyOnceWith(false), patient)
  expect(readDraft('of-a')).toBeUndefined()
  expect(queryClient.getQueryCache().findAll({ queryKey: ['orgs'] })).toHaveLength(0)
  expect(screen.queryByDisplayValue('东城营业厅')).not.toBeInTheDocument()
}, 40_000)

test('who leaves the page for somebody else leaves nothing of it', async () => {
  keepDraft('of-a', { content: '东城' })
  const { router, queryClient } = await typing()
  wants = 'sign-in'
  await save()
  const dialog = await dialogOf('请重新登录')
  await userEvent.click(dialog.getByRole('button', { name: '换人登录' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'), patient)
  await waitFor(() => expect(readDraft('of-a')).toBeUndefined())
  expect(asked.get()).toBeUndefined()
  expect(queryClient.getQueryData(meOptions.queryKey)).toBeNull()
  expect(screen.queryByDisplayValue('东城营业厅')).not.toBeInTheDocument()
}, 40_000)

test('a tab with the page of one does not go on as another who signed in elsewhere', async () => {
  const warned = reloads()
  await typing()
  elsewhere.postMessage({ is: 'signed-in', user: admin.id })
  await new Promise((done) => setTimeout(done, 100))
  expect(warned).not.toHaveBeenCalled()
  elsewhere.postMessage({ is: 'signed-in', user: stranger.id })
  await waitFor(() => expect(warned).toHaveBeenCalledExactlyOnceWith(false), patient)
  expect(screen.queryByDisplayValue('东城营业厅')).not.toBeInTheDocument()
}, 40_000)

test('other tabs hear who signs in', async () => {
  const heard = new Promise((hear) => elsewhere.addEventListener('message', ({ data }) => hear(data), { once: true }))
  server.use(mock.post(api('/auth/login'), () => tokens('b')))
  asked.set('password')
  await signIn(createQueryClient(), { username: 'manager-a', password: 'right' })
  expect(await heard).toEqual({ is: 'signed-in', user: admin.id })
  expect(asked.get()).toBeUndefined()
})

test('what was asked of one who signs out in another tab is not asked of the next', async () => {
  const { router } = await typing()
  wants = 'password'
  await save()
  await dialogOf('请设置新密码')
  elsewhere.postMessage({ is: 'signed-out' })
  await waitFor(() => expect(router.state.location.pathname).toBe('/sign-in'), patient)
  await waitFor(() => expect(asked.get()).toBeUndefined())
}, 40_000)
