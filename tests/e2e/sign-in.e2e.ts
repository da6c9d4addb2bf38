import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from './axe'
import { signIn, signOut } from './sign-in'

test('a manager signs in, lands on the workbench, and leaves nothing behind on sign-out @phone @dark', async ({ page }) => {
  const refused: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
  })
  await page.goto('/')
  await expect(page).toHaveURL(/\/sign-in/)
  await expectNoAxeViolations(page)

  await signIn(page, 'manager-a')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('工作台')
  await expectNoAxeViolations(page)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('工作台')

  await signOut(page)
  await page.goto('/customers')
  await expect(page).toHaveURL(/\/sign-in/)
  expect(refused).toEqual([])
})

test('a wrong password is refused in words, and the page stays usable @phone @dark', async ({ page }) => {
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill('nobody-here')
  await page.getByLabel('密码', { exact: true }).fill('not-the-password')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).not.toBeEmpty()
  await expect(page.getByLabel('密码', { exact: true })).toBeFocused()
  await expectNoAxeViolations(page)
})

test('the page one wanted opens after sign-in', async ({ page }) => {
  await signIn(page, 'manager-a', '/complaints')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('投诉')
})

test('the interface speaks English when asked, and remembers it', async ({ page }) => {
  await signIn(page, 'manager-a')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workbench')
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-US')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Workbench')
})

test('a page the role has no right to says so', async ({ page }) => {
  await signIn(page, 'admin', '/settings/users')
  await page.goto('/imports')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有访问权限')
  await expectNoAxeViolations(page)
})

test.describe('with motion', () => {
  test.use({ contextOptions: { reducedMotion: 'no-preference' } })

  test('the menu unfolds within the window, and signs out @phone', async ({ page }) => {
    await signIn(page, 'manager-a')
    await page.getByRole('button', { name: /我的账户/ }).click()
    // Nobody hits what still moves.
    await expect(page.locator('.ant-dropdown')).toBeInViewport({ ratio: 1 })
    await expect(page.locator('.ant-dropdown')).not.toHaveClass(/ant-slide-up/)
    await page.getByRole('menuitem', { name: '退出登录' }).click()
    await expect(page).toHaveURL(/\/sign-in/)
  })
})
