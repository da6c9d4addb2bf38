import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

test('a program is let in with a secret that is shown once, gets another, and is cut off @phone @dark', async ({ page, request }, info) => {
  const name = `呼叫中心 ${info.project.name} ${mark()}`
  await signIn(page, 'admin', '/settings/api-clients')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('接口客户端')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '新增客户端' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('名称').fill(name)
  await dialog.getByRole('combobox', { name: /所属机构/ }).fill('金牛')
  await expect(page.getByTitle(/金牛分公司/)).toBeVisible()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('.ant-form-item-explain-error')).toBeVisible()
  await dialog.getByRole('checkbox', { name: '查看客户' }).check()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-new.png') })
  await dialog.getByRole('button', { name: '保存' }).click()

  await expect(page.getByText('密钥只显示这一次', { exact: false })).toBeVisible()
  const [client_id = '', first = ''] = await page.locator('.secret code').allInnerTexts()
  const token = async (client_secret: string) =>
    (await request.post('/api/v1/oauth/token', { form: { grant_type: 'client_credentials', client_id, client_secret } })).status()
  expect(await token(first)).toBe(200)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('2-secret.png') })
  await expect(page.getByRole('button', { name: '完成' })).toBeDisabled()
  await page.getByLabel('我已保存密钥').check()
  await page.getByRole('button', { name: '完成' }).click()
  await page.reload()
  await expect(page.getByText(client_id)).toBeVisible()
  await expect(page.getByText(first)).toHaveCount(0)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('3-list.png'), fullPage: true })

  await page.getByRole('button', { name: `更换密钥：${name}` }).click()
  await page.screenshot({ path: info.outputPath('4-asked.png') })
  await page.getByRole('dialog').getByRole('button', { name: '更换密钥' }).click()
  await expect(page.getByText('旧密钥已失效', { exact: false })).toBeVisible()
  const second = (await page.locator('.secret code').allInnerTexts())[1] ?? ''
  expect(await token(first)).toBe(401)
  expect(await token(second)).toBe(200)
  await page.getByLabel('我已保存密钥').check()
  await page.getByRole('button', { name: '完成' }).click()

  await page.getByRole('button', { name: `停用：${name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停用' }).click()
  await expect(page.getByText(`已停用 ${name}`)).toBeVisible()
  expect(await token(second)).toBe(401)
})
