import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { http as mock, HttpResponse } from 'msw'
import { expect, test, vi } from 'vitest'
import { MaskedValue } from '@/shared/ui/masked-value'
import { show } from '@/test/render'
import { api, manager, server } from '@/test/server'
import { RevealBar } from './reveal-bar'
import { useReveal } from './use-reveal'

const me = { ...manager, permissions: ['customer.reveal'] }

function Sample() {
  const reveal = useReveal({ customerId: 'c1' }, [{ field: 'mobile', label: '手机' }])
  return (
    <>
      <RevealBar reveal={reveal} />
      <MaskedValue label="手机" value="138****1234" masked {...reveal.of('mobile')} />
    </>
  )
}

function answerFor(milliseconds: number) {
  server.use(
    mock.post(api('/customers/:id/reveals'), () =>
      HttpResponse.json({
        values: { mobile: '13800001234' },
        expires_at: new Date(Date.now() + milliseconds).toISOString(),
        remaining_today: 49,
      }),
    ),
  )
}

async function look() {
  await userEvent.click(await screen.findByRole('button', { name: '查看 手机' }))
  const dialog = await screen.findByRole('dialog')
  await userEvent.type(within(dialog).getByLabelText('查看原因'), '上门回访{Enter}')
  return screen.findByText('13800001234')
}

test('the keyboard is on the value once it is shown, and on its button once it is hidden', async () => {
  answerFor(60_000)
  await show(<Sample />, { me })
  expect(await look()).toHaveFocus()
  await userEvent.click(screen.getByRole('button', { name: '立即隐藏' }))
  expect(screen.getByRole('button', { name: '查看 手机' })).toHaveFocus()
  expect(screen.getByText('138****1234')).toBeVisible()
})

test('who changes his mind is back where he was, and nothing was asked', async () => {
  await show(<Sample />, { me })
  const button = await screen.findByRole('button', { name: '查看 手机' })
  await userEvent.click(button)
  await userEvent.click(await screen.findByRole('button', { name: '取消' }))
  expect(button).toHaveFocus()
})

test('a reader of the screen is told once what is shown and that it is hidden, not every second', async () => {
  answerFor(2500)
  await show(<Sample />, { me })
  await look()
  const [status] = screen.getAllByRole('status')
  expect(status).toHaveTextContent('已显示手机，5 分钟后自动隐藏。')
  expect(screen.getByRole('timer')).toHaveTextContent(/后隐藏$/)
  expect(screen.queryByRole('alert')).toBeNull()
  await vi.waitFor(() => expect(screen.queryByText('13800001234')).toBeNull(), { timeout: 6000 })
  expect(status).toHaveTextContent('敏感信息已重新隐藏')
})

test('how many customers the day still allows is said before the next look', async () => {
  answerFor(60_000)
  await show(<Sample />, { me })
  await look()
  await userEvent.click(screen.getByRole('button', { name: '立即隐藏' }))
  await userEvent.click(screen.getByRole('button', { name: '查看 手机' }))
  expect(within(await screen.findByRole('dialog')).getByText(/今天还可查看 49 位客户/)).toBeVisible()
})

test('who may not look finds no button', async () => {
  await show(<Sample />, { me: { ...manager, permissions: [] } })
  expect(await screen.findByText('138****1234')).toBeVisible()
  expect(screen.queryByRole('button')).toBeNull()
})
