import { expect, test, type Page } from '@playwright/test'
import { asUser, newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

/** A line drawn on the pad, as a finger or a pen draws it. */
async function draw(page: Page): Promise<void> {
  const pad = page.getByRole('img', { name: /签字区/ })
  await pad.scrollIntoViewIfNeeded()
  const box = await pad.boundingBox()
  if (box === null) throw new Error('The pad is not on the screen')
  for (const [from, to] of [
    [0.2, 0.5],
    [0.55, 0.8],
  ] as const) {
    await page.mouse.move(box.x + box.width * from, box.y + box.height * 0.3)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * to, box.y + box.height * 0.7, { steps: 12 })
    await page.mouse.up()
  }
}

test('a visit is written at the customer’s, survives a reload, and is signed on the screen @phone @dark', async ({
  page,
  request,
}, info) => {
  test.setTimeout(180_000)
  const name = `水务局 ${info.project.name} ${mark()}`
  const customer = await newCustomer(request, 'manager-a', name)
  const manager = await asUser(request, 'manager-a')
  await manager.post(`/customers/${customer.id}/key-persons`, { name: '李慧', role_title: '办公室主任' })
  const shot = (step: string) => page.screenshot({ path: info.outputPath(`${step}.png`), fullPage: true })

  await signIn(page, 'manager-a', '/service-records/new')
  await page.getByRole('button', { name: '提交记录' }).click()
  await expect(page.getByText('请填写客户')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('searchbox', { name: /^客户/ }).fill(customer.number)
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.getByRole('checkbox', { name: '李慧 · 办公室主任' }).check()
  await page.getByRole('button', { name: '添加接洽人员' }).click()
  await page.getByLabel('姓名 第 1 位').fill('张工')
  await page.getByLabel('地点').fill('金牛区水务局办公室')
  await page.getByLabel('服务内容').fill('季度走访，检查信号与点播')
  await page.getByLabel('客户需求').fill('会议室希望加装一台机顶盒')
  await page.getByRole('radio', { name: '已解决' }).check()
  await page.getByLabel('处理说明').fill('当场加装，信号正常')
  await shot('1-written')

  // The phone puts the page to sleep: nothing is lost.
  await page.reload()
  await expect(page.getByText('已恢复上次未提交的草稿。')).toBeVisible()
  await expect(page.getByLabel('服务内容')).toHaveValue('季度走访，检查信号与点播')
  await expect(page.getByRole('checkbox', { name: '李慧 · 办公室主任' })).toBeChecked()

  await page.getByRole('radio', { name: '在屏幕上签字' }).check()
  await expect(page.getByLabel('客户确认的内容').getByText('会议室希望加装一台机顶盒')).toBeVisible()
  await page.getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByText('请填写签字人姓名')).toBeVisible()
  await page.getByLabel('签字人姓名').fill('李慧')
  await draw(page)
  await page.getByRole('button', { name: '确认签字' }).click()
  await expect(page.getByText('签字已确认')).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('2-signed')
  for (const button of await page.getByRole('button').all()) {
    const size = await button.boundingBox()
    expect(size === null || (size.height >= 44 && size.width >= 44), await button.innerText()).toBe(true)
  }

  await page.getByRole('button', { name: '提交记录' }).click()
  await expect(page).toHaveURL(/\/service-records\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('上门走访记录')
  await expect(page.getByText(/^李慧 于 .* 签字$/)).toBeVisible()
  await expect(page.getByRole('img', { name: '李慧 的签字' })).toBeVisible()
  await expect(page.getByText('李慧（办公室主任）、张工')).toBeVisible()
  await expect(page.getByRole('button', { name: '修改记录' })).toHaveAttribute('aria-disabled', 'true')
  await expectNoAxeViolations(page)
  await shot('3-record')

  // The draft went with it, and the list finds it by the customer.
  await page.goto('/service-records/new')
  await expect(page.getByRole('searchbox', { name: /^客户/ })).toBeVisible()
  await expect(page.getByText('已恢复上次未提交的草稿。')).toBeHidden()
  await page.goto(`/service-records?customer_id=${customer.id}&handling_status=solved`)
  await expect(page.getByText('季度走访，检查信号与点播')).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('4-list')
})

test('a record is mended on its day, then signed at the desk and sealed', async ({ page, request }, info) => {
  const customer = await newCustomer(request, 'manager-a', `锦江宾馆 ${mark()}`)
  const manager = await asUser(request, 'manager-a')
  const record = await manager.post('/service-records', {
    customer_id: customer.id,
    method: 'call',
    occurred_at: new Date(Date.now() - 60_000).toISOString(),
    content: '电话回访',
    handling_status: 'open',
  })
  await signIn(page, 'manager-a', `/service-records/${record.id}`)
  await page.getByRole('button', { name: '修改记录' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('服务内容').fill('电话回访，客户反映画面清晰')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByText('电话回访，客户反映画面清晰')).toBeVisible()

  await page.getByRole('button', { name: '客户签字' }).click()
  await expect(dialog.getByText('电话回访，客户反映画面清晰')).toBeVisible()
  await dialog.getByLabel('签字人姓名').fill('周文')
  await draw(page)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('sign.png') })
  await dialog.getByRole('button', { name: '提交签字' }).click()
  await expect(page.getByText(/^周文 于 .* 签字$/)).toBeVisible()
  await expect(page.getByRole('button', { name: '修改记录' })).toHaveAttribute('aria-disabled', 'true')
})
