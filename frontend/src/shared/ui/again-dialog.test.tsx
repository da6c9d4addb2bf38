import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { App } from 'antd'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { show } from '@/test/render'
import { AgainDialog } from './again-dialog'

function Sample() {
  const { notification } = App.useApp()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button onClick={() => notification.error({ title: '1 件投诉已超时', duration: 0 })}>told</button>
      <button onClick={() => setOpen(true)}>over</button>
      {open ? (
        <AgainDialog title="请重新登录" covers>
          <button autoFocus onClick={() => setOpen(false)}>
            done
          </button>
        </AgainDialog>
      ) : null}
    </>
  )
}

test('a page that is nobody’s is covered above all that antd shows, and gets the focus back where it was', async () => {
  await show(<Sample />)
  await userEvent.click(await screen.findByRole('button', { name: 'told' }))
  expect(await screen.findByText('1 件投诉已超时')).toBeVisible()
  const over = screen.getByRole('button', { name: 'over' })
  await userEvent.click(over)
  await screen.findByText('请重新登录')
  await waitFor(() => expect(screen.queryByText('1 件投诉已超时')).not.toBeInTheDocument())
  expect(Number(document.querySelector<HTMLElement>('.again-cover')?.style.zIndex)).toBeGreaterThan(2050)
  await userEvent.click(screen.getByRole('button', { name: 'done' }))
  await waitFor(() => expect(over).toHaveFocus())
})
