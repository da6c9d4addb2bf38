import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test } from 'vitest'
import { summary } from '@/test/approvals'
import { show } from '@/test/render'
import { api, manager, server } from '@/test/server'
import { ApprovalsPage, firstView } from './approvals-page'

const leader = { ...manager, permissions: ['approval.read', 'approval.decide'] }
const applicant = { ...manager, permissions: ['approval.read', 'approval.apply'] }

function serve(asked: URLSearchParams[]) {
  server.use(
    mock.get(api('/approvals'), ({ request }) => {
      asked.push(new URL(request.url).searchParams)
      return HttpResponse.json({ items: [summary()], next_cursor: null, total: 1 })
    }),
  )
}

test('a leader sees first what waits for him, and the number of it', async () => {
  const asked: URLSearchParams[] = []
  serve(asked)
  await show(<ApprovalsPage />, { me: leader })
  expect(await screen.findByRole('link', { name: 'SP20261122-0007' })).toBeVisible()
  expect(await screen.findByText('待我审批 1')).toBeVisible()
  expect(asked.every((query) => query.get('waiting_for_me') === 'true')).toBe(true)
})

test('what is chosen goes into the address', async () => {
  const asked: URLSearchParams[] = []
  serve(asked)
  const { location } = await show(<ApprovalsPage />, { me: leader })
  await userEvent.click(await screen.findByText('全部'))
  await expect.poll(() => location().search).toEqual({ view: 'all' })
  await expect.poll(() => asked.some((query) => !query.has('waiting_for_me'))).toBe(true)
})

test('who may only look sees all', () => {
  expect(firstView(leader)).toBe('waiting')
  expect(firstView(applicant)).toBe('mine')
  expect(firstView(manager)).toBe('all')
})
