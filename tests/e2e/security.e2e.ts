import { expect, test, type APIRequestContext, type Browser, type Page } from '@playwright/test'
import { asUser } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn, signOut } from './sign-in'
import { codeOf } from './totp'

const password = 'sunflower-2026'
const next = 'correct horse battery'

/** A person of this story alone: nobody else is signed out by what happens here. */
async function newPerson(request: APIRequestContext, name: string): Promise<string> {
  const admin = await asUser(request, 'admin')
  const orgs = (await (await request.get('/api/v1/orgs?limit=200', { headers: admin.headers })).json()) as {
    items: { id: string; level: string }[]
  }
  const username = `e2e-${name}-${mark()}`
  const org_id = orgs.items.find(({ level }) => level === 'branch')?.id
  await admin.post('/users', { username, name: '孙安全', org_id, roles: ['clerk'], password })
  return username
}

async function enter(page: Page, username: string, secret = password): Promise<void> {
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(secret)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

async function elsewhere(browser: Browser, username: string, path: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await page.goto(`/sign-in?back=${encodeURIComponent(path)}`)
  await enter(page, username)
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('登录')
  return page
}

test('a second step is turned on, asked for at sign-in, survives the phone, and is turned off @phone @dark', async ({
  page,
  request,
}, info) => {
  const username = await newPerson(request, `totp-${info.project.name}`)
  await page.goto('/sign-in?back=/settings/security')
  await enter(page, username)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('我的安全')
  await expect(page.getByText('当前设备')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-security.png'), fullPage: true })

  await page.getByRole('button', { name: '启用两步验证' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByLabel('当前密码')).toBeFocused()
  await dialog.getByLabel('当前密码').fill('not this one')
  await page.keyboard.press('Enter')
  await expect(dialog.locator('.ant-form-item-explain-error')).toBeVisible()
  await dialog.getByLabel('当前密码').fill(password)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('img', { name: /二维码/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('2-key.png') })
  const key = (await dialog.locator('.totp-secret code').innerText()).replaceAll(' ', '')
  await dialog.getByLabel(/6 位数字/).fill('000000')
  await dialog.getByRole('button', { name: '确认启用' }).click()
  await expect(dialog.getByText(/验证码不正确/)).toBeVisible()
  await dialog.getByLabel(/6 位数字/).fill(codeOf(key))
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('恢复码只显示这一次', { exact: false })).toBeVisible()
  const codes = await dialog.getByRole('list', { name: '恢复码' }).getByRole('listitem').allInnerTexts()
  expect(codes).toHaveLength(10)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('3-codes.png') })
  await expect(dialog.getByRole('button', { name: '完成' })).toBeDisabled()
  await dialog.getByLabel('我已保存恢复码').check()
  await dialog.getByRole('button', { name: '完成' }).click()
  await expect(page.getByText('已启用', { exact: true })).toBeVisible()

  await signOut(page)
  await enter(page, username)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('两步验证')
  const code = page.getByLabel('验证码')
  await expect(code).toBeFocused()
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await code.fill('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/验证码不正确或已失效/)).toBeVisible()
  await expect(code).toBeFocused()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('4-code.png') })
  await code.fill(codeOf(key, 1))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('两步验证')

  await signOut(page)
  await enter(page, username)
  await page.getByRole('button', { name: '改用恢复码' }).click()
  await page.getByLabel('恢复码', { exact: true }).fill(codes[3] ?? '')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('两步验证')
  await page.goto('/settings/security')
  await page.getByRole('button', { name: '关闭两步验证' }).click()
  await dialog.getByLabel('当前密码').fill('not this one')
  await dialog.getByRole('button', { name: '关闭两步验证' }).click()
  await expect(dialog.locator('.ant-form-item-explain-error')).toBeVisible()
  await dialog.getByLabel('当前密码').fill(password)
  await dialog.getByRole('button', { name: '关闭两步验证' }).click()
  await expect(page.getByText('未启用', { exact: true })).toBeVisible()
})

test('a device that is signed out from another browser is at the door by itself', async ({ page, browser, request }, info) => {
  const username = await newPerson(request, 'revoked')
  await page.goto('/sign-in?back=/settings/security')
  await enter(page, username)
  await expect(page.getByText('没有其他设备登录。')).toBeVisible()
  const other = await elsewhere(browser, username, '/complaints')
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('投诉')
  await page.reload()
  await page.getByRole('button', { name: /^退出 / }).click()
  await page.screenshot({ path: info.outputPath('1-asked.png') })
  await page.getByRole('dialog').getByRole('button', { name: '退出', exact: true }).click()
  const from = Date.now()
  await expect(other).toHaveURL(/\/sign-in/)
  const took = Date.now() - from
  await expect(other.getByText(/此处的登录已被结束/)).toBeVisible()
  await other.screenshot({ path: info.outputPath('2-ended.png') })
  await expectNoAxeViolations(other)
  await expect(page.getByText('没有其他设备登录。')).toBeVisible()
  info.annotations.push({ type: 'ended after', description: `${took} ms` })
})

test('a new password takes effect at once and ends the other devices', async ({ page, browser, request }, info) => {
  const username = await newPerson(request, 'password')
  const other = await elsewhere(browser, username, '/complaints')
  await page.goto('/sign-in?back=/settings/security')
  await enter(page, username)
  await page.getByLabel('当前密码').fill('not this one')
  await page.getByLabel('新密码').fill('short')
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.locator('.field-error')).toBeVisible()
  await page.getByLabel('当前密码').fill(password)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.locator('.field-error')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-weak.png'), fullPage: true })
  await page.getByLabel('新密码').fill(next)
  await page.getByRole('button', { name: '修改密码' }).click()
  await expect(page.getByText('密码已修改', { exact: false })).toBeVisible()
  await expect(other).toHaveURL(/\/sign-in/)
  await enter(other, username)
  await expect(other.getByRole('alert')).not.toBeEmpty()
  await enter(other, username, next)
  await expect(other.getByRole('heading', { level: 1 })).not.toHaveText('登录')
})

test('an administrator ends the devices of a person and removes a lost second step @phone', async ({ page, browser, request }, info) => {
  const username = await newPerson(request, `admin-${info.project.name}`)
  const other = await elsewhere(browser, username, '/complaints')
  await signIn(page, 'admin', `/settings/users?q=${username}`)
  await page.getByRole('button', { name: '登录与安全：孙安全' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByRole('listitem')).toHaveCount(1)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-sessions.png') })
  await drawer.getByRole('button', { name: '移除两步验证' }).click()
  await page
    .getByRole('dialog', { name: /移除孙安全的两步验证/ })
    .getByRole('button', { name: '移除两步验证' })
    .click()
  await expect(page.getByText('无需移除', { exact: false })).toBeVisible()
  await drawer.getByRole('button', { name: '全部退出' }).click()
  await page
    .getByRole('dialog', { name: /所有设备退出/ })
    .getByRole('button', { name: '全部退出' })
    .click()
  await expect(drawer.getByText('没有设备登录。')).toBeVisible()
  await expect(other).toHaveURL(/\/sign-in/)
})
