import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { show } from '@/test/render'
import { api, manager, server } from '@/test/server'
import { serviceRecord } from '@/test/service-records'
import { ServiceRecordPage } from './service-record-page'

test('who was called is seen under the mask, by who may look', async () => {
  const record = serviceRecord({ method: 'call', phone: '139****5678', masked: ['phone'] })
  const asked: unknown[] = []
  server.use(
    // The tests' router knows no ids.
    mock.get(api('/service-records/*'), () => HttpResponse.json(record)),
    mock.post(api('/customers/:id/reveals'), async ({ request }) => {
      asked.push(await request.json())
      return HttpResponse.json({
        values: { phone: '13912345678' },
        expires_at: new Date(Date.now() + 60_000).toISOString(),
        remaining_today: 3,
      })
    }),
  )
  const me = { ...manager, permissions: ['service_record.read', 'customer.reveal'] }
  await show(<ServiceRecordPage />, { path: `/service-records/${record.id}`, me })
  await userEvent.click(await screen.findByRole('button', { name: '查看 联系号码' }))
  const dialog = within(await screen.findByRole('dialog'))
  expect(dialog.queryByRole('checkbox', { name: '服务内容' })).toBeNull()
  await userEvent.type(dialog.getByLabelText('查看原因'), '核对来电号码{Enter}')
  expect(await screen.findByText('13912345678')).toHaveFocus()
  expect(asked).toEqual([{ service_record_id: record.id, fields: ['phone'], purpose: '核对来电号码' }])
})
