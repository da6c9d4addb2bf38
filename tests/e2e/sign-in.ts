import { expect, type Page } from '@playwright/test'

/** The users of the demo world. */
export type DemoUser =
  | 'admin'
  | 'auditor'
  | 'company'
  | 'leader-a'
  | 'manager-a'
  | 'manager-a2'
  | 'clerk-a'
  | 'engineer-a'
  | 'leader-b'
  | 'manager-b'

const password = process.env['GUIBIN_DEMO_PASSWORD'] ?? 'guibin-demo-2026'

/** Through the page, as a person does it; ends on `path`. */
export async function signIn(page: Page, user: DemoUser, path = '/workbench'): Promise<void> {
  await page.goto(`/sign-in?back=${encodeURIComponent(path)}`)
  await page.getByLabel('用户名').fill(user)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page).toHaveURL((url) => url.pathname + url.search === path)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /我的账户/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
}
