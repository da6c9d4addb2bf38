import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { syncClock } from '@/api/skew'
import { SlaChip, levelOf } from './sla-chip'

const now = Date.parse('2026-08-01T00:00:00Z')

beforeEach(() => {
  vi.useFakeTimers({ now })
  syncClock(now, now)
})
afterEach(() => vi.useRealTimers())

test('it counts down by the second', () => {
  render(<SlaChip dueAt="2026-08-01T02:05:09Z" />)
  expect(screen.getByText('剩余 02:05:09')).toBeInTheDocument()
  act(() => void vi.advanceTimersByTime(10_000))
  expect(screen.getByText('剩余 02:04:59')).toBeInTheDocument()
})

test('it turns to soon and then to overdue by itself', () => {
  render(<SlaChip dueAt="2026-08-01T00:30:01Z" />)
  expect(screen.getByText('剩余 00:30:01')).toBeInTheDocument()
  act(() => void vi.advanceTimersByTime(1000))
  expect(screen.getByText('即将到期 00:30:00')).toBeInTheDocument()
  act(() => void vi.advanceTimersByTime(31 * 60_000))
  expect(screen.getByText('已超时 00:01:00')).toBeInTheDocument()
})

test('it follows the server clock when the computer is ten minutes slow', () => {
  syncClock(now + 600_000, now)
  render(<SlaChip dueAt="2026-08-01T00:05:00Z" />)
  expect(screen.getByText('已超时 00:05:00')).toBeInTheDocument()
})

test('what is days away says so, and ticks by the minute', () => {
  render(<SlaChip dueAt="2026-08-03T01:00:30Z" />)
  expect(screen.getByText('剩余 2 天 01:00:30')).toBeInTheDocument()
  act(() => void vi.advanceTimersByTime(5000))
  expect(screen.getByText('剩余 2 天 01:00:30')).toBeInTheDocument()
})

test('stopped, paused and unlimited clocks do not count', () => {
  render(
    <>
      <SlaChip dueAt="2026-08-01T02:00:00Z" state="met" />
      <SlaChip dueAt="2026-08-01T02:00:00Z" state="missed" />
      <SlaChip dueAt="2026-08-01T02:00:00Z" state="paused" remainingMs={61_000} />
      <SlaChip dueAt={null} />
    </>,
  )
  for (const text of ['已按时完成', '超时完成', '已暂停，剩余 00:01:01', '无时限']) expect(screen.getByText(text)).toBeInTheDocument()
})

test('soon is a fifth of the promise, and never less than half an hour', () => {
  const hour = 3_600_000
  expect(levelOf(hour, 5 * hour)).toBe('soon')
  expect(levelOf(hour + 1, 5 * hour)).toBe('ok')
  expect(levelOf(hour / 2, hour)).toBe('soon')
  expect(levelOf(-1, hour)).toBe('overdue')
})
