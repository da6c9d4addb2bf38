import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

test('the administrator adds a person, gives another role, and takes the right to sign in away @phone @dark', async ({ page }, info) => {
  const username = `e2e-${info.project.name}-${mark()}`
  await signIn(page, 'admin', '/settings/users')
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('users.png'), fullPage: true })

  await page.getByRole('button', { name: '新增人员' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('用户名').fill(username)
  await dialog.getByLabel('姓名').fill('钱多多')
  await dialog.getByLabel('所属机构').fill('金牛')
  await expect(page.getByTitle(/金牛分公司/)).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(dialog.getByTitle(/金牛分公司/)).toBeVisible()
  await dialog.getByRole('checkbox', { name: '坐席' }).check()
  await dialog.getByLabel('密码', { exact: true }).fill('short')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('.ant-form-item-explain-error')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('new-user.png') })
  await dialog.getByLabel('密码', { exact: true }).fill('long enough for everyone')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()

  await page.goto(`/settings/users?q=${username}`)
  await page.getByRole('button', { name: '编辑：钱多多' }).click()
  await dialog.getByRole('checkbox', { name: '工程师' }).check()
  await dialog.getByRole('switch').click()
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('已停用')).toBeVisible()
})

test('the tree of units and the promises of the policy can be read by everyone @phone', async ({ page }, info) => {
  await signIn(page, 'clerk-a', '/settings/orgs')
  await expect(page.getByText('金牛分公司').first()).toBeVisible()
  await expect(page.getByRole('button', { name: /新增下级/ })).toHaveCount(0)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('orgs.png'), fullPage: true })
  await page.getByRole('link', { name: '制度' }).click()
  await expect(page.getByRole('row', { name: /一级 5 小时/ })).toBeVisible()
  await expect(page.getByText(/50%、80%/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('policies.png'), fullPage: true })
})

test('the administrator adds and renames a unit', async ({ page }) => {
  const code = `x${mark()}`
  await signIn(page, 'admin', '/settings/orgs')
  await page.getByRole('button', { name: '新增下级：金牛分公司' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill(`网点 ${code}`)
  await dialog.getByLabel('代码').fill(code)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: `更名：网点 ${code}` }).click()
  await dialog.getByLabel('名称').fill(`营业厅 ${code}`)
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText(`营业厅 ${code}`, { exact: true })).toBeVisible()
})
