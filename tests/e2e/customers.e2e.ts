import { expect, test, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'
import { readWorkbook } from './workbook'

/** A name no other story uses, whose surname is read otherwise than its characters mostly are. */
const person = { name: '尉迟静远', mobile: newMobile() }
const tail = person.mobile.slice(-4)

/** A mobile number that no customer of this world has yet. */
function newMobile(): string {
  return `138${String(Date.now()).slice(-8)}`
}

async function createCustomer(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: '新建客户' }).first().click()
  const form = page.getByRole('dialog')
  await form.getByLabel('客户名称').fill(name)
  await form.getByLabel('手机', { exact: true }).fill(newMobile())
  await form.getByLabel('工作单位').fill('金牛区水务局')
  await form.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name)
}

async function finds(page: Page, q: string): Promise<void> {
  const box = page.getByRole('searchbox', { name: '搜索客户' })
  await box.fill(q)
  await expect(page).toHaveURL((url) => url.searchParams.get('q')?.replaceAll('"', '') === q)
  await expect(page.getByRole('link', { name: person.name }).first(), `found by ${q}`).toBeVisible()
}

test('a customer is entered, found by name, pinyin, number and phone tail, and shown whole', async ({ page }, info) => {
  await signIn(page, 'manager-a', '/customers')
  await page.getByRole('button', { name: '新建客户' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('dialog').getByLabel('客户名称').fill(person.name)
  await page.getByRole('dialog').getByLabel('身份证号').fill('510106199001011234')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('dialog').getByLabel('身份证号')).toBeFocused()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-refused.png') })
  await page.getByRole('dialog').getByLabel('身份证号').fill('')
  await page.getByRole('dialog').getByLabel('手机', { exact: true }).fill(person.mobile)
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name)
  const number = /GB\d{13}/.exec(await page.locator('.facts').innerText())?.[0] ?? ''

  await page.goto('/customers')
  for (const q of [person.name, '静远', 'yuchi', 'ycjy', number, tail]) await finds(page, q)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('2-found.png') })

  await page.getByRole('link', { name: person.name }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(person.name)
  await expect(page.getByRole('heading', { name: '动态' })).toBeVisible()
  await expect(page.getByText(`138****${tail}`)).toBeVisible()

  await page.getByRole('button', { name: '查看 手机' }).click()
  await page.getByRole('dialog').getByLabel('查看原因').fill('上门回访前约时间')
  await expectNoAxeViolations(page)
  await page.getByRole('dialog').getByRole('button', { name: '查看', exact: true }).click()
  await expect(page.getByText(person.mobile)).toBeVisible()
  await expect(page.getByText(/敏感信息将在 0[45]:\d\d 后隐藏/)).toBeVisible()
  await expect(page.getByText(/今天还可查看 \d+ 位客户/)).toBeVisible()
  await page.getByRole('button', { name: '立即隐藏' }).click()
  await expect(page.getByText(`138****${tail}`)).toBeVisible()

  await page.getByRole('button', { name: '添加关键人' }).click()
  await page.getByRole('dialog').getByLabel('姓名').fill('赵敏')
  await page.getByRole('dialog').getByLabel('职务').fill('秘书')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('赵敏')).toBeVisible()
  await page.getByRole('button', { name: '添加订购' }).click()
  await page.getByRole('dialog').getByLabel('产品').fill('特约基本包')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('特约基本包', { exact: true })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('3-360.png'), fullPage: true })
})

test('two people who edit the same customer do not overwrite each other', async ({ page, context }) => {
  await signIn(page, 'manager-a', '/customers')
  await createCustomer(page, `同时编辑${mark()}`)
  const url = page.url()
  const other = await context.newPage()
  await other.goto(url)
  for (const one of [page, other]) {
    await one.getByRole('button', { name: '编辑', exact: true }).click()
    await expect(one.getByRole('dialog').getByLabel('职务')).toBeVisible()
  }
  await page.getByRole('dialog').getByLabel('职务').fill('主任')
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('主任')).toBeVisible()
  await other.getByRole('dialog').getByLabel('职务').fill('局长')
  await other.getByRole('dialog').getByRole('button', { name: '保存' }).click()
  await expect(other.getByRole('dialog').getByRole('alert')).toContainText('刚被其他人修改过')
  await other.getByRole('button', { name: '载入最新内容' }).click()
  await expect(other.getByRole('dialog').getByLabel('职务')).toHaveValue('主任')
})

test('the list and the 360 are usable on a phone and in the dark @phone @dark', async ({ page }, info) => {
  await signIn(page, 'manager-a', '/customers')
  await createCustomer(page, `手机页面${mark()}`)
  await expect(page.getByRole('heading', { name: '动态' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('360.png'), fullPage: true })
  await page.getByRole('button', { name: '编辑', exact: true }).click()
  await expect(page.getByRole('dialog').getByLabel('客户名称')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('edit.png') })
  await page.goto('/customers?special=true')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('客户')
  await page.goto('/customers?q=手机页面')
  await expect(page.getByRole('link', { name: /手机页面/ }).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('list.png'), fullPage: true })
  const width = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(width, 'nothing sticks out sideways').toBeLessThanOrEqual(0)
})

test('the list one sees is exported in the shape of an import', async ({ page }, info) => {
  const name = `导出客户${mark()}`
  await signIn(page, 'manager-a', '/customers')
  await createCustomer(page, name)
  await page.goto(`/customers?q=${encodeURIComponent(name)}`)
  await expect(page.getByRole('link', { name })).toBeVisible()
  await page.getByRole('button', { name: '导出' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByText(/已写入 1 位客户/)).toBeVisible({ timeout: 30_000 })
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('export.png') })
  const [saved] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: '下载工作簿' }).click()])
  expect(saved.suggestedFilename()).toMatch(/\.xlsx$/)
  const lines = readWorkbook(await readFile(await saved.path()))
  expect(lines[0]).toEqual(expect.arrayContaining(['客户编号', '客户名称', '手机']))
  expect(lines).toHaveLength(2)
  expect(lines[1]?.[lines[0]?.indexOf('客户名称') ?? -1]).toBe(name)
})

test('a customer of another branch looks as if he were not there', async ({ page, browser }) => {
  await signIn(page, 'manager-a', '/customers')
  await createCustomer(page, `只属于A${mark()}`)
  const url = new URL(page.url()).pathname
  const stranger = await (await browser.newContext()).newPage()
  await signIn(stranger, 'manager-b', url)
  await expect(stranger.getByText(/找不到这位客户/)).toBeVisible()
})
