import { expect, test, type Page } from '@playwright/test'
import { asUser, newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn, signOut } from './sign-in'

const reason = '区级重点单位负责人，负责本区水务信息化项目'

/** The next user at the same desk. */
async function handOver(page: Page, user: Parameters<typeof signIn>[1], path: string): Promise<void> {
  await signOut(page)
  await signIn(page, user, path)
}

const status = (page: Page) => page.locator('.page-header .ant-tag')

test('an application is returned, corrected, approved by branch and company, and printed @phone @dark', async ({ page, request }, info) => {
  const name = `陈立新 ${info.project.name} ${mark()}`
  const customer = await newCustomer(request, 'manager-a', name)
  const shot = (step: string) => page.screenshot({ path: info.outputPath(`${step}.png`), fullPage: true })

  // The manager fills the form and sees the route before submitting.
  await signIn(page, 'manager-a', '/approvals/new')
  await expect(page.getByText('选择客户后显示审批流程')).toBeVisible()
  await page.getByRole('main').getByRole('combobox', { name: /客户/ }).click()
  await page.keyboard.type(customer.number)
  await page.locator('.picker-option').filter({ hasText: name }).click()
  const route = page.getByRole('region', { name: '审批流程' })
  await expect(route.getByText('分公司负责人审批')).toBeVisible()
  await expect(route.getByText('公司负责人审批', { exact: true })).toBeVisible()
  await expect(route.getByText('审批人：陈志强')).toBeVisible()
  await page.getByRole('radio', { name: '领导干部' }).check()
  await page.getByLabel('终端类型').fill('高清互动机顶盒')
  await page.getByRole('combobox', { name: '节目包' }).click()
  for (const packet of ['基本包', '4K 包']) {
    await page.keyboard.type(packet)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByText('请填写申请理由')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByLabel('申请理由').fill(reason)
  await shot('1-form')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page).toHaveURL(/\/approvals\/[0-9a-f-]{36}$/)
  await expect(status(page)).toHaveText('审批中')
  const path = new URL(page.url()).pathname
  await expectNoAxeViolations(page)
  await shot('2-submitted')

  // The leader finds it waiting and returns it; without a reason it stays where it is.
  await handOver(page, 'leader-a', '/approvals')
  await expectNoAxeViolations(page)
  await shot('3-waiting')
  await page.goto(path)
  await page.getByRole('button', { name: '退回修改' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: '退回', exact: true }).click()
  await expect(dialog.getByText('请填写退回原因')).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('4-return')
  await dialog.getByLabel('退回原因').fill('请补充客户对公司的贡献说明')
  await dialog.getByRole('button', { name: '退回', exact: true }).click()
  await expect(status(page)).toHaveText('已退回')

  // The manager corrects it with the comment before him.
  await handOver(page, 'manager-a', path)
  await expect(page.getByText('申请已退回，请按审批意见修改后重新提交。')).toBeVisible()
  await page.getByRole('button', { name: '修改并重新提交' }).click()
  await expect(dialog.getByText('请补充客户对公司的贡献说明')).toBeVisible()
  await dialog.getByLabel('申请理由').fill(`${reason}；2025 年配合完成光改`)
  await dialog.getByRole('checkbox', { name: '对公司有特殊贡献' }).check()
  await expectNoAxeViolations(page)
  await shot('5-correct')
  await dialog.getByRole('button', { name: '保存并重新提交' }).click()
  await expect(status(page)).toHaveText('审批中')
  await expect(page.getByRole('heading', { name: '第 2 次提交' })).toBeVisible()

  // Branch, then company.
  await handOver(page, 'leader-a', path)
  await page.getByRole('button', { name: '同意' }).click()
  await dialog.getByLabel('意见（可不填）').fill('情况属实，同意')
  await dialog.getByRole('button', { name: '同意' }).click()
  await expect(page.getByText(/等待 .*周建国.* 审批/)).toBeVisible()
  const own = page.getByRole('button', { name: '同意' })
  await expect(own).toHaveAttribute('aria-disabled', 'true')
  await expect(own).toHaveAttribute('aria-description', /不由您审批/)
  await handOver(page, 'company', path)
  await page.getByRole('button', { name: '同意' }).click()
  await dialog.getByRole('button', { name: '同意' }).click()
  await expect(status(page)).toHaveText('已通过')
  await expectNoAxeViolations(page)
  await shot('6-approved')

  // The customer is special, with the term applied for.
  await expect(page.getByText(/客户已成为特约客户，期限 \d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d/)).toBeVisible()
  const { headers } = await asUser(request, 'manager-a')
  await expect
    .poll(
      async () =>
        ((await (await request.get(`/api/v1/customers/${customer.id}`, { headers })).json()) as { special_kind: unknown }).special_kind,
    )
    .toBe('leader')

  // The form prints: names and dates in the boxes, nothing of the screen's buttons.
  await page.goto(path.replace('/approvals/', '/print/approvals/'))
  const paper = page.getByRole('article')
  await expect(paper.getByRole('heading', { name: '特约客户申请表' })).toBeVisible()
  await expect(paper.getByText('情况属实，同意')).toBeVisible()
  await expect(paper.getByText('周建国', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
  await shot('7-paper')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await shot('8-print')
  const pdf = await page.pdf({ path: info.outputPath('form.pdf'), preferCSSPageSize: true })
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
})

test('who was slower is told, and sees how it stands now', async ({ page, request }, info) => {
  const customer = await newCustomer(request, 'manager-a', `罗素珍 ${mark()}`)
  const manager = await asUser(request, 'manager-a')
  const form = {
    special_kind: 'partner',
    reason: '战略合作单位',
    special_contribution: false,
    on_our_network: true,
    device_type: '',
    programme_packages: [],
    starts_on: '2027-01-01',
    ends_on: '2027-12-31',
  }
  const approval = await manager.post('/approvals', { kind: 'special_opening', customer_id: customer.id, form })
  await signIn(page, 'leader-a', `/approvals/${approval.id}`)
  await page.getByRole('button', { name: '同意' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  const withdrawn = await request.post(`/api/v1/approvals/${approval.id}/withdrawals`, {
    data: { reason: '客户暂不办理' },
    headers: { ...manager.headers, 'If-Match': `"${approval.version}"`, 'Idempotency-Key': crypto.randomUUID() },
  })
  expect(withdrawn.status()).toBe(201)
  await dialog.getByRole('button', { name: '同意' }).click()
  await expect(page.getByText('这份申请刚有变化，已更新为最新内容。请核对后再操作。')).toBeVisible()
  await expect(status(page)).toHaveText('已撤回')
  await expect(page.getByText('客户暂不办理')).toBeVisible()
  await page.screenshot({ path: info.outputPath('conflict.png'), fullPage: true })
})

test('the list keeps what was chosen in its address @phone', async ({ page }, info) => {
  await signIn(page, 'manager-a', '/approvals?view=all&kind=special_opening')
  await expect(page.getByRole('radio', { name: '全部' })).toBeChecked()
  await page.getByText('我发起的').click()
  await expect(page).toHaveURL(/view=mine/)
  await page.reload()
  await expect(page.getByRole('radio', { name: '我发起的' })).toBeChecked()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('list.png'), fullPage: true })
})
