import { fireEvent, screen } from '@testing-library/react'
import { http as mock, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { show } from '@/test/render'
import { serviceRecord } from '@/test/service-records'
import { api, server } from '@/test/server'
import { RecordDrawer } from './record-drawer'

const record = serviceRecord({ content: '请回电 138****1234', need: '换机顶盒' })
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } })
const guard = async (change: Promise<unknown>) => void (await change)

test('a text with a hidden number stays untouched, or is typed whole; it never goes back masked', async () => {
  const sent: unknown[] = []
  server.use(
    mock.patch(api('/service-records/:id'), async ({ request }) => {
      sent.push(await request.json())
      return HttpResponse.json(record)
    }),
  )
  const onClose = vi.fn<() => void>()
  await show(<RecordDrawer record={record} guard={guard} onClose={onClose} />)
  type(await screen.findByDisplayValue('请回电 138****1234'), '请明天回电 138****1234')
  fireEvent.click(screen.getByRole('button', { name: '保存' }))
  expect(await screen.findByText(/这里有被隐去的号码（138\*{4}1234）/)).toBeVisible()
  expect(sent).toEqual([])
  type(screen.getByDisplayValue('请明天回电 138****1234'), '请回电 138****1234')
  type(screen.getByDisplayValue('换机顶盒'), '换遥控器')
  fireEvent.click(screen.getByRole('button', { name: '保存' }))
  await expect.poll(() => sent, { timeout: 5000 }).toEqual([{ need: '换遥控器' }])
})
