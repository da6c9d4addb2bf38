import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { Form, Input } from 'antd'
import { expect, test, vi } from 'vitest'
import { ProblemError, type FieldProblem } from '@/api/problem'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { show } from '@/test/render'
import { namePath } from './form-problem'

type Values = { name: string; mobile?: string }

const refusal = (errors: FieldProblem[]) =>
  new ProblemError({ type: '/problems/validation-failed', title: '内容有误', status: 422, detail: '有字段填写有误。', errors })

async function showForm(onSubmit: (values: Values) => Promise<unknown>) {
  const onClose = vi.fn()
  await show(
    <FormDrawer<Values> title="新建客户" open onClose={onClose} onSubmit={onSubmit}>
      <Form.Item name="name" label="姓名">
        <Input />
      </Form.Item>
      <Form.Item name="mobile" label="手机">
        <Input />
      </Form.Item>
    </FormDrawer>,
  )
  return onClose
}

const save = () => userEvent.click(screen.getByRole('button', { name: '保存' }))

test('what the server says of a field is shown at the field, and the drawer stays open', async () => {
  const onClose = await showForm(() =>
    Promise.reject(refusal([{ pointer: '/mobile', code: 'mobile_invalid', detail: '手机号码应为 11 位。' }])),
  )
  await save()
  expect(await screen.findByText('手机号码应为 11 位。')).toBeVisible()
  expect(screen.getByLabelText('手机')).toHaveAttribute('aria-invalid', 'true')
  expect(screen.queryByRole('alert', { name: '内容有误' })).not.toBeInTheDocument()
  expect(onClose).not.toHaveBeenCalled()
})

test('what no field can take is said above the form', async () => {
  await showForm(() => Promise.reject(refusal([{ pointer: '/owner_id', code: 'unknown', detail: '负责人不存在。' }])))
  await save()
  expect(await screen.findByText('负责人不存在。')).toBeVisible()
})

test('a record changed by someone else is said in words', async () => {
  await showForm(() => Promise.reject(new ProblemError({ type: 'x', title: 'stale', status: 412 })))
  await save()
  expect(await screen.findByText(/刚被其他人修改过/)).toBeVisible()
})

test('a saved form closes; what was typed reaches the server', async () => {
  const onSubmit = vi.fn<(values: Values) => Promise<void>>().mockResolvedValue()
  const onClose = await showForm(onSubmit)
  await userEvent.type(screen.getByLabelText('姓名'), '张美玉')
  await save()
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
  expect(onSubmit).toHaveBeenCalledWith(expect.objectContaining({ name: '张美玉' }))
})

test('closing a form with something typed asks first', async () => {
  const onClose = await showForm(() => Promise.resolve())
  await userEvent.type(screen.getByLabelText('姓名'), '张')
  await userEvent.click(screen.getByRole('button', { name: '取消' }))
  expect(await screen.findByText('关闭后，已填写的内容不会保留。')).toBeVisible()
  expect(onClose).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: '放弃修改' }))
  await vi.waitFor(() => expect(onClose).toHaveBeenCalled())
})

test('pointers become names of fields', () => {
  expect(namePath('/people_met/0/name')).toEqual(['people_met', 0, 'name'])
  expect(namePath('/a~1b/~0')).toEqual(['a/b', '~'])
  expect(namePath('')).toEqual([])
})
