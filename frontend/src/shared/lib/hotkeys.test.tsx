import { render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { asked } from '@/shared/auth/asked'
import { useHotkeys } from './hotkeys'

afterEach(() => asked.set(undefined))

function Sample({ run }: { run: () => void }) {
  useHotkeys({ 'Mod+KeyK': run, Slash: run })
  return null
}

test('no shortcut reaches a page that waits for its user', async () => {
  const run = vi.fn<() => void>()
  render(<Sample run={run} />)
  await userEvent.keyboard('{Control>}k{/Control}[Slash]')
  expect(run).toHaveBeenCalledTimes(2)
  asked.set('sign-in')
  await userEvent.keyboard('{Control>}k{/Control}[Slash]')
  expect(run).toHaveBeenCalledTimes(2)
})
