import { expect, test } from '@playwright/test'
import { newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

test('an auditor finds out who saw a customer, and that the trail is whole @phone @dark', async ({ page, browser, request }, info) => {
  const customer = await newCustomer(request, 'manager-a', `审计客户${info.project.name}${mark()}`)
  const staff = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await signIn(staff, 'manager-a', `/customers/${customer.id}`)
  await expect(staff.getByRole('heading', { name: '动态' })).toBeVisible()
  await expect(staff.getByRole('button', { name: '谁看过' })).toHaveCount(0)

  await signIn(page, 'auditor', `/customers/${customer.id}`)
  await page.getByRole('button', { name: '谁看过' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计')
  await expect(page.getByRole('heading', { name: /谁看过 审计客户/ })).toBeVisible()
  const people = page.getByRole('region', { name: /谁看过/ })
  // What was seen is written a moment later.
  await expect(async () => {
    await page.reload()
    await expect(people.getByRole('button', { name: '刘洋' })).toBeVisible({ timeout: 5000 })
  }).toPass()
  await expect(people.getByText(/最近 \d{4}-/).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-who.png'), fullPage: true })

  await page.getByRole('button', { name: '开始校验' }).click()
  await expect(page.getByText('审计记录完整')).toBeVisible()
  await page
    .getByRole('region', { name: '审计记录' })
    .getByRole('button', { name: /查看客户档案|建立客户档案/ })
    .first()
    .click()
  await expect(page.getByRole('dialog').getByText('跟踪编号')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('2-entry.png') })
  await page.keyboard.press('Escape')

  await page.goto('/audit?outcome=refused')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计')
  await expect(page.getByRole('region', { name: '审计记录' })).toBeVisible()
  await page.goto('/audit')
  await expect(page.getByRole('region', { name: '审计记录' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('3-trail.png'), fullPage: true })
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0)
})

test('what was asked of the trail is printed with who asked, and pages by its cursor', async ({ page }, info) => {
  await signIn(page, 'auditor', '/audit?limit=20')
  await expect(page.getByRole('region', { name: '审计记录' }).getByRole('row')).not.toHaveCount(0)
  await page.goto('/audit?action=session.opened')
  await expect(page.getByRole('button', { name: '登录', exact: true }).first()).toBeVisible()
  await page.getByRole('button', { name: '打印' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('审计记录')
  await expect(page.getByText(/查询条件：操作 session.opened/)).toBeVisible()
  await expect(page.getByText(/于 \d{4}-.* 打印/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('print.png'), fullPage: true })
})

test('the trail is for auditors only', async ({ page }) => {
  await signIn(page, 'leader-a')
  await page.goto('/audit')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('没有访问权限')
  await expect(page.getByText(/查看审计记录/)).toBeVisible()
})
