import { expect, test, type Page } from '@playwright/test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectNoAxeViolations } from './axe'
import { mark } from './mark'
import { signIn } from './sign-in'
import { readWorkbook } from './workbook'

/** Beside the checkout: real files of operators. */
const realFile = '../../../shared/data/customers/mobile-voice-customers.xlsx'

/** What an import must find in the real file, counted from the file itself. */
function countByHand(lines: string[][]): { created: number; duplicate: number; invalid: number } {
  const [head = [], ...rows] = lines
  const [id, sex] = [head.indexOf('用户id'), head.indexOf('性别')]
  const seen = new Set<string>()
  const counts = { created: 0, duplicate: 0, invalid: 0 }
  for (const row of rows) {
    const key = row[id] ?? ''
    if (seen.has(key)) counts.duplicate += 1
    else if (['男', '女', '性别不详', ''].includes((row[sex] ?? '').trim())) counts.created += 1
    else counts.invalid += 1
    seen.add(key)
  }
  return counts
}

async function choose(page: Page, file: { name: string; buffer: Buffer }): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ ...file, mimeType: 'application/octet-stream' })
}

const outcome = (page: Page, name: string) => page.getByRole('radiogroup', { name: '按结果筛选' }).getByText(name, { exact: true })

/** 终端品牌类型 is nothing the product knows; the user says that it is a remark. */
async function correctColumn(page: Page): Promise<void> {
  const target = page.getByRole('combobox', { name: '“终端品牌类型”写入到' })
  await target.click({ timeout: 120_000 })
  await target.fill('备注')
  await page.getByTitle('备注', { exact: true }).click()
  await expect(page.getByText('共 44 列，其中 4 列已对应')).toBeVisible()
}

test('the operator’s real workbook becomes customers: columns corrected, every row tried, written, marked up', async ({ page }, info) => {
  test.setTimeout(600_000)
  const buffer = await readFile(join(info.config.rootDir, realFile))
  const lines = readWorkbook(buffer)
  const expected = countByHand(lines)
  expect(lines.length - 1).toBe(2599)

  await signIn(page, 'manager-a', '/imports/new')
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('1-upload.png'), fullPage: true })
  await choose(page, { name: 'mobile-voice-customers.xlsx', buffer })

  await expect(page.getByRole('heading', { name: '核对列' })).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText('共 44 列，其中 3 列已对应')).toBeVisible()
  await correctColumn(page)
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('2-columns.png'), fullPage: true })
  await page.reload()
  await expect(page.getByText('共 44 列，其中 4 列已对应')).toBeVisible()

  await page.getByRole('button', { name: '开始试运行' }).click()
  await expect(page.getByRole('heading', { name: '试运行结果' })).toBeVisible({ timeout: 120_000 })
  await expect(outcome(page, '全部 2599')).toBeVisible()
  await expect(outcome(page, `新增 ${expected.created}`)).toBeVisible()
  await expect(outcome(page, `重复 ${expected.duplicate}`)).toBeVisible()
  await expect(outcome(page, `无效 ${expected.invalid}`)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('3-dry-run.png') })

  await page.getByRole('button', { name: '写入客户档案' }).click()
  const asking = page.getByRole('dialog')
  await expect(asking).toContainText(`将新增 ${expected.created} 位客户`)
  await asking.getByRole('button', { name: '写入', exact: true }).click()
  await expect(page.getByText('导入完成')).toBeVisible({ timeout: 240_000 })
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('4-done.png') })

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载结果工作簿' }).click()])
  expect(saved.suggestedFilename()).toMatch(/\.xlsx$/)
  const marked = readWorkbook(await readFile(await saved.path()))
  expect(marked.length).toBe(lines.length)
  expect(marked[0]?.length).toBeGreaterThan(lines[0]?.length ?? 0)

  // The same file again changes nothing.
  await page.goto('/imports/new')
  await choose(page, { name: 'again.xlsx', buffer })
  await correctColumn(page)
  await page.getByRole('button', { name: '开始试运行' }).click()
  await expect(page.getByRole('heading', { name: '试运行结果' })).toBeVisible({ timeout: 120_000 })
  await expect(outcome(page, '新增 0')).toBeVisible()
  await expect(page.getByRole('button', { name: '没有需要写入的行' })).toBeDisabled()
})

test('a small file with dirty rows says of each row what is wrong @phone @dark', async ({ page }, info) => {
  const ours = `${info.project.name}-${mark()}`
  const csv = [
    '姓名,客户id,手机,身份证号',
    `张三,${ours}-1,13800138000,`,
    `李四,${ours}-2,12345,510106199001011234`,
    `张三,${ours}-1,,`,
  ].join('\n')
  await signIn(page, 'manager-a', '/imports')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('导入记录')
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '导入客户' }).first().click()
  await choose(page, { name: `${ours}.csv`, buffer: Buffer.from(csv) })
  await page.getByRole('button', { name: '开始试运行' }).click()
  await expect(page.getByRole('heading', { name: '试运行结果' })).toBeVisible({ timeout: 120_000 })
  await outcome(page, '无效 1').click()
  await expect(page.getByText(/手机：/)).toBeVisible()
  await expect(page.getByText(/身份证号：/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.screenshot({ path: info.outputPath('dirty-rows.png'), fullPage: true })
})

for (const [name, content] of [
  ['not-a-workbook.xlsx', 'this is no workbook'],
  ['empty.csv', '姓名,手机\n'],
] as const) {
  test(`${name} is refused in a sentence, and nothing is imported`, async ({ page }) => {
    await signIn(page, 'manager-a', '/imports/new')
    await choose(page, { name, buffer: Buffer.from(content) })
    await expect(page.getByRole('alert')).not.toBeEmpty()
    await expect(page).toHaveURL(/\/imports\/new$/)
    await expectNoAxeViolations(page)
  })
}
