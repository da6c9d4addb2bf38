import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test, vi } from 'vitest'
import { show } from '@/test/render'
import { session } from '@/test/security'
import { api, manager, problem, server } from '@/test/server'
import { UserSecurityDrawer } from './user-security-drawer'

const user = { id: 'u1', name: '钱多多', username: 'q', active: true, roles: ['clerk'], org_id: 'o', org_name: 'A', version: 1 }
let items = [session()]

beforeEach(() => {
  items = [session()]
  server.use(
    mock.get(api('/users/u1'), () => HttpResponse.json(user)),
    mock.get(api('/users/u1/sessions'), () => HttpResponse.json({ items, next_cursor: null })),
  )
})

const drawer = () =>
  show(<UserSecurityDrawer id="u1" onClose={vi.fn<() => void>()} />, { me: { ...manager, permissions: ['user.manage'] } })

/** The question stands above the drawer. */
async function confirm(title: RegExp, action: string): Promise<void> {
  const question = (await screen.findAllByText(title))[0]?.closest('[role="dialog"]')
  await userEvent.click(within(question as HTMLElement).getByText(action, { selector: 'button *' }))
}

test('an administrator sees where a person is signed in and ends it all after a question', async () => {
  server.use(
    mock.delete(api('/users/u1/sessions'), () => {
      items = []
      return new HttpResponse(null, { status: 204 })
    }),
  )
  await drawer()
  expect(await screen.findByText('Chrome · Windows')).toBeVisible()
  await userEvent.click(screen.getByText('全部退出', { selector: 'button *' }))
  await confirm(/让钱多多的所有设备退出/, '全部退出')
  expect(await screen.findByText('没有设备登录。')).toBeVisible()
})

test('a second step that is not there needs no removal, and that is said', async () => {
  server.use(mock.post(api('/users/u1/totp-removals'), () => problem(409, { detail: '未启用动态口令。' })))
  await drawer()
  await userEvent.click(await screen.findByText('移除两步验证', { selector: 'button *' }))
  await confirm(/移除钱多多的两步验证/, '移除两步验证')
  expect(await screen.findByText(/没有启用两步验证，无需移除/)).toBeInTheDocument()
})
