import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import { keepTokens } from '@/api/token'
import { show } from '@/test/render'
import { session } from '@/test/security'
import { api, manager, problem, server } from '@/test/server'
import { PasswordPage } from './light/password-page'
import { SecurityPage } from './security-page'

const here = session({ id: 's0', is_current: true })
let sessions = [session({ id: 's1' }), here]
let me = manager

beforeEach(() => {
  keepTokens({ access_token: 't' })
  me = { ...manager, totp_enabled: false, must_change_password: false }
  sessions = [session({ id: 's1' }), here]
  server.use(
    mock.get(api('/me'), () => HttpResponse.json(me)),
    mock.get(api('/me/sessions'), () => HttpResponse.json({ items: sessions, next_cursor: null })),
  )
})

test('the devices are listed with this one first, and another is signed out after a question', async () => {
  const ended: string[] = []
  server.use(
    mock.delete(api('/me/sessions/:id'), ({ params }) => {
      ended.push(String(params['id']))
      sessions = [here]
      return new HttpResponse(null, { status: 204 })
    }),
  )
  await show(<SecurityPage />, { me })
  const list = await screen.findByRole('list', { name: '登录的设备' })
  const rows = await within(list).findAllByRole('listitem')
  expect(rows[0]).toHaveTextContent('Chrome · Windows当前设备10.20.30.40')
  expect(within(rows[0] as HTMLElement).queryByRole('button')).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: '退出 Chrome · Windows' }))
  const dialog = await screen.findByRole('dialog')
  expect(dialog).toHaveTextContent('未保存的内容会丢失')
  expect(ended).toEqual([])
  await userEvent.click(within(dialog).getByText('退出', { selector: 'button *' }))
  expect(await screen.findByText('没有其他设备登录。')).toBeVisible()
  expect(ended).toEqual(['s1'])
})

test('all the others are signed out at once; a refusal is said', async () => {
  let tries = 0
  server.use(
    mock.delete(api('/me/sessions'), () => {
      tries += 1
      return problem(503)
    }),
  )
  await show(<SecurityPage />, { me })
  await userEvent.click(await screen.findByRole('button', { name: '退出其他所有设备' }))
  await userEvent.click(within(await screen.findByRole('dialog')).getByText('退出', { selector: 'button *' }))
  expect(await screen.findByText(/服务器繁忙，内容没有保存/)).toBeInTheDocument()
  expect(tries).toBe(1)
})

test('the second step: the password, a key, a wrong code, the right one, and codes that are shown until they are kept', async () => {
  let keys = 0
  server.use(
    mock.post(api('/me/totp'), async ({ request }) => {
      const { password } = (await request.json()) as { password: string }
      if (password !== 'right') return problem(422, { errors: [{ pointer: '/password', code: 'x', detail: '密码不正确。' }] })
      keys += 1
      return HttpResponse.json({ secret: 'GEZDGNBVGY3TQOJQ', otpauth_uri: 'otpauth://totp/Guibin:manager-a?secret=GEZDGNBVGY3TQOJQ' })
    }),
    mock.post(api('/me/totp/confirmations'), async ({ request }) => {
      const { code } = (await request.json()) as { code: string }
      if (code !== '287082') return problem(422, { errors: [{ pointer: '/code', code: 'totp_wrong', detail: 'x' }] })
      me = { ...me, totp_enabled: true }
      return HttpResponse.json({ recovery_codes: ['7QK2-M9XD', 'C3JN-8RLA'] })
    }),
  )
  await show(<SecurityPage />, { me })
  await userEvent.click(await screen.findByRole('button', { name: '启用两步验证' }))
  const asked = within(await screen.findByRole('dialog')).getByLabelText('当前密码')
  await userEvent.type(asked, 'wrong{Enter}')
  expect(await screen.findByText('密码不正确。')).toBeVisible()
  await userEvent.clear(asked)
  await userEvent.type(asked, 'right{Enter}')
  expect(await screen.findByText('GEZD GNBV GY3T QOJQ')).toBeVisible()
  expect(screen.getByRole('img', { name: /二维码/ })).toBeVisible()
  const field = screen.getByLabelText('输入应用显示的 6 位数字')
  expect(field).toHaveAttribute('autocomplete', 'one-time-code')
  await userEvent.type(field, '111111{Enter}')
  expect(await screen.findByText(/验证码不正确/)).toBeVisible()
  await userEvent.clear(field)
  await userEvent.type(field, '287 082{Enter}')
  expect(await screen.findByText('7QK2-M9XD')).toBeVisible()
  expect(keys).toBe(1)
  expect(screen.getByText('完成', { selector: 'button *' }).closest('button')).toBeDisabled()
  await userEvent.click(screen.getByLabelText('我已保存恢复码'))
  await userEvent.click(screen.getByText('完成', { selector: 'button *' }))
  expect(await screen.findByText('已启用')).toBeVisible()
})

test('the second step is turned off with the password', async () => {
  me = { ...me, totp_enabled: true }
  server.use(
    mock.post(api('/me/totp/removals'), async ({ request }) => {
      const { password } = (await request.json()) as { password: string }
      if (password !== 'right') return problem(422, { errors: [{ pointer: '/password', code: 'x', detail: '密码不正确。' }] })
      me = { ...me, totp_enabled: false }
      return new HttpResponse(null, { status: 204 })
    }),
  )
  await show(<SecurityPage />, { me })
  await userEvent.click(await screen.findByRole('button', { name: '关闭两步验证' }))
  const dialog = await screen.findByRole('dialog')
  const field = within(dialog).getByLabelText('当前密码')
  await userEvent.type(field, 'wrong{Enter}')
  expect(await within(dialog).findByText('密码不正确。')).toBeVisible()
  await userEvent.clear(field)
  await userEvent.type(field, 'right{Enter}')
  expect(await screen.findByText('未启用')).toBeVisible()
})

test('rules are ticked while one types; the server’s word on the old and the new password is at its field', async () => {
  server.use(
    mock.post(api('/me/password'), async ({ request }) => {
      const { current_password } = (await request.json()) as { current_password: string }
      const pointer = current_password === 'old' ? '/new_password' : '/current_password'
      return problem(422, { errors: [{ pointer, code: 'x', detail: pointer === '/new_password' ? '太容易猜到。' : '当前密码不正确。' }] })
    }),
  )
  await show(<SecurityPage />, { me })
  await userEvent.type(await screen.findByLabelText('当前密码'), 'wrong')
  await userEvent.type(screen.getByLabelText('新密码'), 'sunflower-2026{Enter}')
  expect(screen.getByText(/至少 12 个字符/)).toHaveTextContent('已满足')
  expect(await screen.findByText('当前密码不正确。')).toBeVisible()
  expect(screen.getByLabelText('当前密码')).toHaveFocus()
  await userEvent.clear(screen.getByLabelText('当前密码'))
  await userEvent.type(screen.getByLabelText('当前密码'), 'old{Enter}')
  expect(await screen.findByText('太容易猜到。')).toBeVisible()
  expect(screen.getByLabelText('新密码')).toHaveAttribute('aria-invalid', 'true')
})

test('whoever must change the password sees the rules of that profile and goes on once it is done', async () => {
  me = { ...me, must_change_password: true, password_expires_at: '2026-11-22T00:00:00Z' }
  server.use(
    mock.post(api('/me/password'), async ({ request }) => {
      expect(await request.json()).toEqual({ current_password: 'given', new_password: 'Abcdef12' })
      me = { ...me, must_change_password: false }
      return new HttpResponse(null, { status: 204 })
    }),
  )
  const { location } = await show(<PasswordPage back="/complaints?level=1" />, { me, path: '/password' })
  expect(screen.getByText(/大写字母、小写字母、数字、符号中至少三种/)).toBeVisible()
  expect(screen.getByLabelText('当前密码')).toHaveFocus()
  await userEvent.type(screen.getByLabelText('当前密码'), 'given')
  await userEvent.click(screen.getByLabelText('新密码'))
  await userEvent.paste('Abcdef12')
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => location().href).toBe('/complaints?level=1')
})
