import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { beforeEach, expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { org, policy } from '@/test/complaints'
import { show } from '@/test/render'
import { api, manager, problem, server } from '@/test/server'
import { OrgsPage } from './orgs-page'
import { PoliciesPage } from './policies-page'
import { UsersPage } from './users-page'

const admin = { ...manager, permissions: ['user.read', 'user.manage', 'org.read', 'org.manage', 'policy.read'] }
const patient = { timeout: 8000 }
const company: Schemas['Org'] = {
  ...org,
  id: org.parent_id ?? '',
  parent_id: null,
  code: '5100',
  name: '总公司',
  level: 'company',
  path: '/5100/',
}
const user: Schemas['User'] = {
  id: 'u1',
  username: 'clerk-a',
  name: '孙丽',
  org_id: org.id,
  org_name: org.name,
  roles: ['clerk'],
  active: true,
  version: 3,
  created_at: org.created_at,
  updated_at: org.created_at,
}

beforeEach(() => {
  server.use(
    mock.get(api('/users'), () => HttpResponse.json({ items: [user], next_cursor: null, total: 1 })),
    mock.get(api('/users/:id'), () => HttpResponse.json(user)),
    mock.get(api('/orgs'), () => HttpResponse.json({ items: [org, company], next_cursor: null })),
    mock.get(api('/policies'), () => HttpResponse.json({ items: [policy], next_cursor: null })),
    mock.get(api('/policies/:code/versions'), () => HttpResponse.json({ items: [policy], next_cursor: null })),
  )
})

test('a password is reset against the version one saw; too short a one is refused at its field', async () => {
  let sent: unknown
  server.use(
    mock.patch(api('/users/:id'), async ({ request }) => {
      expect(request.headers.get('if-match')).toBe('"3"')
      sent = await request.json()
      return problem(422, { errors: [{ pointer: '/password', code: 'too_short', detail: '密码至少 10 个字符。' }] })
    }),
  )
  await show(<UsersPage />, { me: admin })
  await userEvent.click(await screen.findByRole('button', { name: '重置密码：孙丽' }, patient))
  const dialog = within(await screen.findByRole('dialog', {}, patient))
  await userEvent.type(dialog.getByLabelText('密码'), 'short')
  await userEvent.click(dialog.getByRole('button', { name: '重置密码' }))
  expect(await dialog.findByText('密码至少 10 个字符。', {}, patient)).toBeVisible()
  expect(sent).toEqual({ password: 'short' })
}, 30_000)

test('who may not manage staff only reads the list', async () => {
  await show(<UsersPage />, { me: { ...admin, permissions: ['user.read', 'org.read'] } })
  expect(await screen.findByText('孙丽', {}, patient)).toBeVisible()
  expect(screen.queryByRole('button', { name: /编辑|重置密码|新增/ })).toBeNull()
})

test('units stand below their parents, and only lower levels can be added', async () => {
  await show(<OrgsPage />, { me: admin })
  const tree = within(await screen.findByRole('region', { name: '机构树' }, patient))
  const top = tree.getAllByRole('listitem')[0]
  expect(top).toHaveTextContent(/^总公司.*金牛分公司/)
  await userEvent.click(tree.getByRole('button', { name: '新增下级：金牛分公司' }))
  const dialog = within(await screen.findByRole('dialog', {}, patient))
  expect(dialog.getByText('部门')).toBeVisible()
}, 30_000)

test('the policy says what it promises', async () => {
  await show(<PoliciesPage />, { me: admin })
  expect(await screen.findByRole('row', { name: /二级 8 小时/ }, patient)).toBeVisible()
  expect(screen.getByText(/50%、80%/)).toBeVisible()
  expect(screen.getByText(/提前 14 天/)).toBeVisible()
})
