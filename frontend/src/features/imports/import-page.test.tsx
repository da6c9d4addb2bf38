import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { Schemas } from '@/api/client'
import { show } from '@/test/render'
import { api, problem, server } from '@/test/server'
import { ImportPage } from './import-page'
import { NewImportPage } from './new-import-page'

const id = '019a0000-0000-7000-8000-0000000000b1'
const actions = ['remap', 'check', 'commit', 'download'] as const

/** An import that lives on a server: what is asked of it moves it on. */
function serve(start: Partial<Schemas['Import']> = {}) {
  const asked: unknown[] = []
  let now: Schemas['Import'] = {
    id,
    kind: 'customers',
    file_name: '客户.xlsx',
    state: 'uploaded',
    sheet: 'Sheet1',
    columns: [
      { index: 0, header: '姓名', samples: ['王*国'], field: 'name', matched_by: 'synonym' },
      { index: 1, header: '小区', samples: ['茶店子'], field: null, matched_by: 'attribute' },
    ],
    fields: [
      { field: 'name', label_zh: '客户名称', label_en: 'Customer name', required: false },
      { field: 'tier', label_zh: '客户等级', label_en: 'Tier', required: false },
    ],
    progress: { done: 0, total: 3 },
    counts: { new: 0, same: 0, changed: 0, conflict: 0, duplicate: 0, invalid: 0 },
    problem: null,
    version: 1,
    allowed_actions: actions.map((action) => ({ action, allowed: true, reason: null })),
    created_at: '2026-11-01T02:00:00Z',
    updated_at: '2026-11-01T02:00:00Z',
    ...start,
  }
  const move = (change: Partial<Schemas['Import']>) => {
    now = { ...now, ...change, version: now.version + 1 }
    return HttpResponse.json(now)
  }
  const counts = { new: 1, same: 0, changed: 1, conflict: 0, duplicate: 0, invalid: 1 }
  server.use(
    mock.get(api('/imports/:id'), () => {
      if (now.state === 'checking') return move({ state: 'checked', counts, progress: { done: 3, total: 3 } })
      if (now.state === 'committing') return move({ state: 'committed' })
      return HttpResponse.json(now)
    }),
    mock.patch(api('/imports/:id'), async ({ request }) => {
      const body = (await request.json()) as Schemas['ImportPatch']
      asked.push([request.headers.get('If-Match'), body.columns])
      const field = (index: number) => body.columns.find((column) => column.index === index)?.field
      return move({ columns: now.columns.map((column) => Object.assign({}, column, { field: field(column.index) ?? column.field })) })
    }),
    mock.post(api('/imports/:id/checks'), ({ request }) => {
      asked.push(['check', request.headers.get('If-Match')])
      return move({ state: 'checking' })
    }),
    mock.post(api('/imports/:id/commits'), () => move({ state: 'committing' })),
    mock.get(api('/imports/:id/rows'), ({ request }) => {
      const outcome = new URL(request.url).searchParams.get('outcome')
      const all: Schemas['ImportRow'][] = [
        { row_number: 2, outcome: 'new', name: '张三', customer_id: null, problems: [], changes: [], applied: false },
        {
          row_number: 3,
          outcome: 'changed',
          name: '李四',
          customer_id: null,
          problems: [],
          changes: [{ field: 'tier', header: null, from: '银', to: '金' }],
          applied: false,
        },
        {
          row_number: 4,
          outcome: 'invalid',
          name: '王五',
          customer_id: null,
          problems: [{ field: 'name', code: 'x', detail: '客户名称过长。' }],
          changes: [],
          applied: false,
        },
      ]
      return HttpResponse.json({ items: all.filter((row) => outcome === null || row.outcome === outcome), next_cursor: null })
    }),
  )
  return asked
}

test('a column is corrected, every row tried, and the good ones written', async () => {
  const asked = serve()
  const { location } = await show(<ImportPage importId={id} />, { path: `/imports/${id}` })
  fireEvent.mouseDown(await screen.findByRole('combobox', { name: '“小区”写入到' }))
  fireEvent.click(await screen.findByTitle('客户等级'))
  await screen.findByText('共 2 列，其中 2 列已对应')
  fireEvent.click(screen.getByRole('button', { name: '开始试运行' }))
  expect(await screen.findByText('试运行结果')).toBeVisible()
  expect(asked).toEqual([
    ['"1"', [{ index: 1, field: 'tier' }]],
    ['check', '"2"'],
  ])
  expect(await screen.findByText('客户等级：银 → 金')).toBeVisible()
  expect(screen.getByText('客户名称：客户名称过长。')).toBeVisible()
  fireEvent.click(screen.getByText('无效 1'))
  await expect.poll(() => screen.queryByText('张三')).toBeNull()
  expect(location().search).toEqual({ outcome: 'invalid' })
  fireEvent.click(screen.getByRole('button', { name: '写入客户档案' }))
  const asking = within(await screen.findByRole('dialog'))
  expect(asking.getByText('将新增 1 位客户、更新 1 位；冲突、重复和无效的 1 行不写入。')).toBeInTheDocument()
  fireEvent.click(asking.getByText('写入').closest('button') as HTMLElement)
  expect(await screen.findByText('导入完成')).toBeVisible()
})

test('two columns for one field are told apart before anything is sent', async () => {
  const asked = serve()
  await show(<ImportPage importId={id} />, { path: `/imports/${id}` })
  fireEvent.mouseDown(await screen.findByRole('combobox', { name: '“小区”写入到' }))
  fireEvent.click((await screen.findAllByTitle('客户名称')).at(-1) as HTMLElement)
  expect((await screen.findAllByText('“客户名称”只能对应一列，请为其中一列另选。')).length).toBe(2)
  expect(screen.getByRole('button', { name: '开始试运行' })).toBeDisabled()
  expect(asked).toEqual([])
})

test('a failed import says why and can be tried again', async () => {
  serve({ state: 'failed', problem: { code: 'no_rows', detail: '文件中没有数据行。' } })
  await show(<ImportPage importId={id} />, { path: `/imports/${id}` })
  expect(await screen.findByText(/文件中没有数据行/)).toBeVisible()
  expect(screen.getByRole('button', { name: '重新试运行' })).toBeEnabled()
})

const choose = async (name: string) => {
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (input !== null) await userEvent.upload(input, new File(['x'], name), { applyAccept: false })
}

test('what is no workbook is refused in words, here or by the server', async () => {
  let uploads = 0
  server.use(
    mock.post(api('/imports'), () => {
      uploads += 1
      return problem(422, { errors: [{ pointer: '/file', code: 'encrypted', detail: '文件已加密，请去掉密码后重新上传。' }] })
    }),
  )
  await show(<NewImportPage />, { path: '/imports/new' })
  await choose('客户.xls')
  expect(await screen.findByText(/请先另存为 \.xlsx/)).toBeVisible()
  expect(uploads).toBe(0)
  await choose('客户.xlsx')
  expect(await screen.findByText('文件已加密，请去掉密码后重新上传。')).toBeVisible()
})

test('an uploaded file opens as an import of its own', async () => {
  server.use(
    mock.post(api('/imports'), async ({ request }) => {
      expect(request.headers.get('content-type')).toMatch(/^multipart\/form-data/)
      return HttpResponse.json({ id, version: 1 }, { status: 201 })
    }),
  )
  const { location } = await show(<NewImportPage />, { path: '/imports/new' })
  await choose('客户.xlsx')
  await expect.poll(() => location().pathname, { timeout: 5000 }).toBe(`/imports/${id}`)
})
