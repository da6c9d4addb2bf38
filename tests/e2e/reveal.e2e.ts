import { expect, test, type Page } from '@playwright/test'
import { asUser, newCustomer } from './api'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'

/** By keyboard alone: the button, the purpose, Enter; the keyboard is then on what was asked for. */
async function look(page: Page, name: string, value: string): Promise<void> {
  await page.getByRole('button', { name: `查看 ${name}`, exact: true }).press('Enter')
  await expect(page.getByRole('dialog').getByLabel('查看原因')).toBeFocused()
  await page.keyboard.type('回访前核对号码')
  await page.keyboard.press('Enter')
  await expect(page.getByText(value)).toBeFocused()
  await expect(page.getByText(/敏感信息将在 0[45]:\d\d 后隐藏/)).toBeVisible()
  await expect(page.getByText(/今天还可查看 \d+ 位客户/)).toBeVisible()
}

test('numbers of key persons, of who complained and of who was called are looked at for a purpose @phone @dark', async ({
  page,
  request,
}, info) => {
  const customer = await newCustomer(request, 'manager-a', `脱敏客户 ${info.project.name} ${mark()}`)
  const user = await asUser(request, 'manager-a')
  await user.post(`/customers/${customer.id}/key-persons`, { name: '赵敏', role_title: '秘书', mobile: '13900005678' })
  const about = { customer_id: customer.id, channel: 'hotline', level: 1, title: '频道缺失', content: '少了三个频道' }
  const complaint = await user.post('/complaints', { ...about, contact_name: '李慧', contact_phone: '13912345678' })
  const called = { customer_id: customer.id, method: 'call', occurred_at: new Date(Date.now() - 60_000).toISOString() }
  const record = await user.post('/service-records', { ...called, phone: '13987654321', content: '电话回访', handling_status: 'open' })
  const shot = (step: string) => page.screenshot({ path: info.outputPath(`${step}.png`), fullPage: true })

  await signIn(page, 'manager-a', `/customers/${customer.id}`)
  await look(page, '赵敏的手机', '13900005678')
  await expectNoAxeViolations(page)
  await shot('1-key-person')
  await page.getByRole('button', { name: '立即隐藏' }).press('Enter')
  await expect(page.getByText('139****5678')).toBeVisible()
  await expect(page.getByRole('button', { name: '查看 赵敏的手机' })).toBeFocused()

  await page.goto(`/complaints/${complaint.id}`)
  await page.getByRole('button', { name: '查看 联系电话' }).click()
  await expect(page.getByRole('dialog').getByLabel('查看原因')).toBeFocused()
  await expectNoAxeViolations(page)
  await shot('2-asked')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: '查看 联系电话' })).toBeFocused()
  await look(page, '联系电话', '13912345678')
  await expectNoAxeViolations(page)
  await shot('3-complaint')

  await page.goto(`/service-records/${record.id}`)
  await look(page, '联系号码', '13987654321')
  await expectNoAxeViolations(page)
  await shot('4-record')
})
