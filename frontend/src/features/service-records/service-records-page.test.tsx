import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import type { Me } from '@/shared/auth/session'
import { show } from '@/test/render'
import { api, manager, server } from '@/test/server'
import { serviceRecord } from '@/test/service-records'
import { queryOf } from './api'
import { ServiceRecordsPage } from './service-records-page'

const me: Me = { ...manager, permissions: ['service_record.read', 'service_record.write'] }

test('what is chosen goes into the address and to the server', async () => {
  const asked: URLSearchParams[] = []
  server.use(
    mock.get(api('/service-records'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [serviceRecord()], next_cursor: null, total: 1 })
    }),
  )
  const { location } = await show(<ServiceRecordsPage />, { me })
  expect(await screen.findByRole('link', { name: '2026-11-22 14:00' })).toBeVisible()
  await userEvent.click(screen.getByRole('checkbox', { name: '只看我填写的' }))
  await expect.poll(() => location().search).toEqual({ mine: true })
  await expect.poll(() => asked.at(-1)?.get('author_id')).toBe(me.id)
})

test('days are those of the branch, both included', () => {
  expect(queryOf({ from: '2026-11-01', to: '2026-11-22' }, 'me')).toMatchObject({
    from: '2026-10-31T16:00:00.000Z',
    to: '2026-11-22T16:00:00.000Z',
  })
})
