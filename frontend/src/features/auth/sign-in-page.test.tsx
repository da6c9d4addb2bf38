import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { accessToken } from '@/api/token'
import { meOptions } from '@/shared/auth/session'
import { show } from '@/test/render'
import { api, manager, problem, server, signedIn, tokens } from '@/test/server'
import { SignInPage } from './sign-in-page'

beforeEach(() => server.use(mock.get(api('/setup'), () => HttpResponse.json({ needed: false }))))

async function signIn(username: string, password: string) {
  await userEvent.type(screen.getByLabelText('用户名'), username)
  await userEvent.type(screen.getByLabelText('密码'), password)
  await userEvent.click(screen.getByRole('button', { name: '登录' }))
}

test('who signs in comes to the page he wanted', async () => {
  server.use(
    mock.post(api('/auth/login'), async ({ request }) => {
      expect(await request.json()).toEqual({ username: 'manager-a', password: ' spaces stay ' })
      return tokens('t')
    }),
    signedIn(),
  )
  const { location, queryClient } = await show(<SignInPage back="/complaints?level=1" />, { me: null })
  await signIn(' manager-a ', ' spaces stay ')
  await expect.poll(() => location().href).toBe('/complaints?level=1')
  expect(queryClient.getQueryData(meOptions.queryKey)).toEqual(manager)
  expect(accessToken()).toBe('t')
})

test('an address of another site is no way back', async () => {
  server.use(
    mock.post(api('/auth/login'), () => tokens()),
    signedIn(),
  )
  const { location } = await show(<SignInPage back="//elsewhere.example/" />, { me: null, path: '/sign-in' })
  await signIn('manager-a', 'x')
  await expect.poll(() => location().href).toBe('/')
})

test('a refusal is said, and the password is ready to be typed again', async () => {
  server.use(mock.post(api('/auth/login'), () => problem(401, { detail: '用户名或密码不正确。' })))
  await show(<SignInPage />, { me: null })
  await signIn('manager-a', 'wrong')
  expect(await screen.findByText('用户名或密码不正确。')).toBeVisible()
  expect(screen.getByRole('button', { name: '登录' })).toBeEnabled()
})

test('a locked account says for how long', async () => {
  server.use(
    mock.post(api('/auth/login'), () =>
      HttpResponse.json({ type: 'x', title: 'x', status: 429 }, { status: 429, headers: { 'Retry-After': '840' } }),
    ),
  )
  await show(<SignInPage />, { me: null })
  await signIn('manager-a', 'wrong')
  expect(await screen.findByText('账号已暂时锁定，请在 14 分钟后重试。忘记密码请联系系统管理员。')).toBeVisible()
})

test('nothing is sent before both fields are filled', async () => {
  await show(<SignInPage />, { me: null })
  await userEvent.click(screen.getByRole('button', { name: '登录' }))
  expect(await screen.findByText('请填写用户名和密码。')).toBeVisible()
})

test('the password can be shown', async () => {
  await show(<SignInPage />, { me: null })
  await userEvent.click(screen.getByRole('button', { name: '显示密码' }))
  expect(screen.getByLabelText('密码')).toHaveAttribute('type', 'text')
})

test('a server without users leads to set-up', async () => {
  server.use(mock.get(api('/setup'), () => HttpResponse.json({ needed: true })))
  await show(<SignInPage />, { me: null })
  expect(await screen.findByRole('link', { name: '使用一次性设置码初始化' })).toHaveAttribute('href', '/setup')
})

const stepUp = (code: string) =>
  problem(401, { type: '/problems/step-up-required', errors: [{ pointer: '/totp', code, detail: '请输入动态口令。' }] })

test('a second step asks for the code of the phone, says when it is wrong, and lets in with the right one', async () => {
  const sent: unknown[] = []
  server.use(
    mock.post(api('/auth/login'), async ({ request }) => {
      const body = (await request.json()) as { totp?: string }
      sent.push(body)
      if (body.totp === undefined) return stepUp('totp_required')
      return body.totp === '287082' ? tokens('t') : stepUp('totp_wrong')
    }),
    signedIn(),
  )
  const { location } = await show(<SignInPage back="/complaints" />, { me: null })
  await signIn('manager-a', 'right')
  const field = await screen.findByLabelText('验证码')
  expect(field).toHaveFocus()
  expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  expect(field).toHaveAttribute('inputmode', 'numeric')
  await userEvent.keyboard('123{Enter}')
  expect(await screen.findByText('请输入 6 位数字验证码。')).toBeVisible()
  expect(sent).toHaveLength(1)
  await userEvent.clear(field)
  await userEvent.keyboard('123 456{Enter}')
  expect(await screen.findByText(/验证码不正确或已失效/)).toBeVisible()
  expect(field).toHaveFocus()
  await userEvent.clear(field)
  await userEvent.keyboard('287082{Enter}')
  await expect.poll(() => location().href).toBe('/complaints')
  expect(sent.at(-1)).toEqual({ username: 'manager-a', password: 'right', totp: '287082' })
})

test('a recovery code does as well, and one can go back to the password', async () => {
  server.use(
    mock.post(api('/auth/login'), async ({ request }) => {
      const { totp } = (await request.json()) as { totp?: string }
      return totp === '7QK2-M9XD-4HTB-ZW6P' ? tokens() : stepUp(totp === undefined ? 'totp_required' : 'totp_wrong')
    }),
    signedIn(),
  )
  const { location } = await show(<SignInPage back="/complaints" />, { me: null })
  await signIn('manager-a', 'right')
  await userEvent.click(await screen.findByRole('button', { name: '返回登录' }))
  expect(screen.getByLabelText('用户名')).toHaveValue('manager-a')
  expect(screen.getByLabelText('密码')).toHaveFocus()
  await userEvent.keyboard('right{Enter}')
  await userEvent.click(await screen.findByRole('button', { name: '改用恢复码' }))
  await userEvent.keyboard('AAAA{Enter}')
  expect(await screen.findByText(/恢复码不正确，或已经用过/)).toBeVisible()
  await userEvent.clear(screen.getByLabelText('恢复码'))
  await userEvent.keyboard('7QK2-M9XD-4HTB-ZW6P{Enter}')
  await expect.poll(() => location().href).toBe('/complaints')
})

test('too many wrong codes say for how long to wait', async () => {
  server.use(
    mock.post(api('/auth/login'), async ({ request }) => {
      const { totp } = (await request.json()) as { totp?: string }
      if (totp === undefined) return stepUp('totp_required')
      return HttpResponse.json({ type: 'x', title: 'x', status: 429 }, { status: 429, headers: { 'Retry-After': '900' } })
    }),
  )
  await show(<SignInPage />, { me: null })
  await signIn('manager-a', 'right')
  await userEvent.type(await screen.findByLabelText('验证码'), '111111{Enter}')
  expect(await screen.findByText(/请在 15 分钟后重试/)).toBeVisible()
})
