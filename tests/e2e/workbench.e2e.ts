import { expect, test } from '@playwright/test'
import { asUser, newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

test('the first screen says what burns, and its numbers lead to the lists @phone @dark', async ({ page, request }, info) => {
  const customer = await newCustomer(request, 'manager-a', `蜀都大厦 ${info.project.name} ${mark()}`)
  const user = await asUser(request, 'manager-a')
  const title = `频道缺失 ${mark()}`
  await user.post('/complaints', { customer_id: customer.id, channel: 'hotline', level: 1, title, content: '少了三个频道' })

  await signIn(page, 'manager-a')
  const burns = page.getByRole('region', { name: '需要处理' })
  for (const name of ['投诉已超时', '30 分钟内到期', '今日到期', '即将到期的业务', '今天生日']) {
    await expect(burns.getByRole('link', { name: new RegExp(name) })).toBeVisible()
  }
  const open = page.getByRole('region', { name: '未办结的投诉' })
  await expect(open.getByRole('link', { name: title })).toBeVisible()
  await expect(open.getByText(/^剩余 0[45]:/).first()).toBeVisible()
  await expect(page.getByRole('region', { name: '我的客户' }).getByRole('link', { name: /全部客户/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('workbench.png'), fullPage: true })

  await open.getByRole('link', { name: /^全部 \d+ 件$/ }).click()
  await expect(page).toHaveURL(/\/complaints\?status=unclosed$/)
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await page.goBack()
  await burns.getByRole('link', { name: /今日到期/ }).click()
  await expect(page).toHaveURL(/due=today/)
})

test('a leader sees what waits for a decision', async ({ page }, info) => {
  await signIn(page, 'leader-a')
  await expect(page.getByRole('region', { name: '待我审批' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('leader.png'), fullPage: true })
  await page
    .getByRole('region', { name: '需要处理' })
    .getByRole('link', { name: /待我审批/ })
    .click()
  await expect(page).toHaveURL(/\/approvals\?view=waiting$/)
})

test('the administrator, who sees no customer, begins with the settings', async ({ page }) => {
  await page.goto('/')
  await signIn(page, 'admin', '/settings/users')
  await page.goto('/')
  await expect(page).toHaveURL(/\/settings\/users$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('人员')
})
