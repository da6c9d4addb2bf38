import { expect, test, type Page } from '@playwright/test'
import { asUser, newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

const pressed = process.platform === 'darwin' ? 'Meta' : 'Control'

/** Until when, as the page says it: `2026-08-01 14:05`. */
async function dueOf(page: Page): Promise<number> {
  const text = await page.getByText(/ 前办结$/).innerText()
  const [, day = '', time = ''] = /(\d{4}-\d\d-\d\d) (\d\d:\d\d)/.exec(text) ?? []
  return Date.parse(`${day}T${time}:00+08:00`)
}

const hours = (ms: number) => Math.round(ms / 360_000) / 10

test('a complaint is taken by keyboard, raised, answered, refused, answered again and closed @phone @dark', async ({
  page,
  request,
}, info) => {
  const name = `星海酒店 ${info.project.name} ${mark()}`
  const customer = await newCustomer(request, 'manager-a', name)
  const shot = (step: string) => page.screenshot({ path: info.outputPath(`${step}.png`), fullPage: true })

  await signIn(page, 'manager-a', '/complaints')
  await page.getByRole('button', { name: '受理投诉' }).click()
  const intake = page.getByRole('dialog')
  await expect(intake.getByLabel('客户', { exact: true })).toBeFocused()
  await page.keyboard.type(customer.number)
  await expect(page.locator('.picker-option').filter({ hasText: name })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(intake.getByTitle(`${name} · ${customer.number}`)).toBeVisible()
  await expect(intake.getByText('5 小时内办结', { exact: true })).toBeVisible()
  await expect(intake.getByText('8 小时内办结', { exact: true })).toBeVisible()
  await expect(intake.getByText('12 小时内办结', { exact: true })).toBeVisible()
  await intake.getByLabel('标题').fill('互动点播卡顿')
  await intake.getByLabel('投诉内容').fill('晚间点播频繁卡顿，重启机顶盒无效')
  await intake.getByLabel('联系电话').fill('13912345678')
  await expectNoAxeViolations(page)
  await shot('1-intake')
  await intake.getByLabel('联系电话').press(`${pressed}+Enter`)

  await expect(page).toHaveURL(/\/complaints\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('互动点播卡顿')
  await expect(page.getByText('139****5678')).toBeVisible()
  const first = await dueOf(page)
  await expectNoAxeViolations(page)
  await shot('2-received')

  await page.getByRole('button', { name: '调整级别' }).click()
  const level = page.getByRole('dialog')
  await level.getByRole('radio', { name: /二级/ }).check()
  await expect(level.getByText(/调整后应在/)).toBeVisible()
  await level.getByLabel('调整原因').fill('需技术部门排查光路')
  await shot('3-level')
  await level.getByRole('button', { name: '调整级别' }).click()
  await expect(page.getByText('由一级调整为二级')).toBeVisible()
  // The time that has passed is carried: the limit moves from five hours after receipt to eight.
  await expect.poll(async () => hours((await dueOf(page)) - first)).toBe(3)

  await page.getByRole('button', { name: '为什么是这个时间？' }).click()
  const why = page.getByRole('dialog')
  await expect(why.getByText(/1 级，时限 5 小时/)).toBeVisible()
  await expect(why.getByText(/2 级，时限 8 小时/)).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('4-why')
  await page.keyboard.press('Escape')
  await expect(why).toBeHidden()

  await say(page, '答复', '答复内容', '已更换入户光纤接头', '提交答复')
  await say(page, '客户不满意', '客户意见', '今晚又卡了', '退回继续处理')
  await expect(page.getByText('今晚又卡了')).toBeVisible()
  await expect(page.getByRole('button', { name: '客户满意，办结' })).toHaveAttribute('aria-disabled', 'true')
  await say(page, '答复', '答复内容', '已更换机顶盒，现场测试正常', '提交答复')
  await say(page, '客户满意，办结', '客户意见', '这次好了', '确认办结')

  await expect(page.getByText(/此投诉已于 .* 办结：客户表示满意。/)).toBeVisible()
  await expect(page.getByText('已按时完成')).toBeVisible()
  await expect(page.getByRole('button', { name: '答复' })).toHaveCount(0)
  await expectNoAxeViolations(page)
  await shot('5-closed')

  await page.goto(`/complaints?customer_id=${customer.id}&status=closed`)
  await expect(page.getByRole('link', { name: '互动点播卡顿' })).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('6-list')
})

async function say(page: Page, action: string, field: string, text: string, submit: string): Promise<void> {
  await page.getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(field).fill(text)
  await dialog.getByRole('button', { name: submit }).click()
  await expect(dialog).toBeHidden()
}

test('what a colleague does is seen at once in another browser, and told once', async ({ page, browser, request }, info) => {
  const customer = await newCustomer(request, 'manager-a', `天府学校 ${mark()}`)
  await signIn(page, 'manager-a', '/complaints')
  await expect(page.getByRole('region', { name: '投诉列表' })).toBeVisible()

  const elsewhere = await browser.newContext()
  const leader = await elsewhere.newPage()
  await signIn(leader, 'leader-a', `/complaints?new=1&customer_id=${customer.id}`)
  const title = `机房断电 ${mark()}`
  const intake = leader.getByRole('dialog')
  await intake.getByLabel('标题').fill(title)
  await intake.getByLabel('投诉内容').fill('整栋楼没有信号')
  await intake.getByRole('button', { name: '受理', exact: true }).click()
  await expect(leader.getByRole('heading', { level: 1 })).toHaveText(title)

  // Nothing was touched here: the list and the notice come by themselves.
  await expect(page.getByRole('region', { name: '投诉列表' }).getByRole('link', { name: title })).toBeVisible({ timeout: 5000 })
  const notice = page.getByRole('status').filter({ hasText: '投诉有新进展' })
  await expect(notice.getByRole('link', { name: title })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('live.png') })
  // Who did it himself is not told.
  await expect(leader.getByText('投诉有新进展')).toHaveCount(0)

  await page.reload()
  await expect(page.getByRole('region', { name: '投诉列表' }).getByRole('link', { name: title })).toBeVisible()
  await expect(page.getByText('投诉有新进展')).toHaveCount(0)
  await elsewhere.close()
})

test('a colleague was quicker: what was typed stays, and the second try goes through', async ({ page, request }) => {
  const customer = await newCustomer(request, 'manager-a', `锦江医院 ${mark()}`)
  const user = await asUser(request, 'manager-a')
  const about = { customer_id: customer.id, channel: 'hall', level: 1, title: '账单疑问', content: '本月账单多收一项' }
  const complaint = await user.post('/complaints', about)
  await page.route('**/api/v1/events', (route) => route.abort())
  await signIn(page, 'manager-a', `/complaints/${complaint.id}`)
  await page.getByRole('button', { name: '答复', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('答复内容').fill('已核对账单')
  await request.post(`/api/v1/complaints/${complaint.id}/level-changes`, {
    data: { level: 2, reason: '需财务部门核对' },
    headers: { ...user.headers, 'If-Match': `"${complaint.version}"` },
  })
  await dialog.getByRole('button', { name: '提交答复' }).click()
  await expect(dialog.getByText(/已为您载入最新内容/)).toBeVisible()
  await expect(dialog.getByLabel('答复内容')).toHaveValue('已核对账单')
  await dialog.getByRole('button', { name: '提交答复' }).click()
  await expect(page.getByText('已核对账单')).toBeVisible()
  await expect(page.getByText('由一级调整为二级')).toBeVisible()
})

test('a complaint of another branch is said not to be there', async ({ page, request }) => {
  const customer = await newCustomer(request, 'manager-b', `武侯祠 ${mark()}`)
  const user = await asUser(request, 'manager-b')
  const about = { customer_id: customer.id, channel: 'web', level: 3, title: '别处的投诉', content: '与此处无关' }
  const complaint = await user.post('/complaints', about)
  await signIn(page, 'manager-a', `/complaints/${complaint.id}`)
  await expect(page.getByText('找不到这件投诉。它可能不在您的管辖范围内。')).toBeVisible()
  await expectNoAxeViolations(page)
})
