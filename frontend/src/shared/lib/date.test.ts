import { expect, test } from 'vitest'
import { formatDate, formatDateTime, formatTime, parseDuration } from './date'

test('instants are shown in the zone of the branch', () => {
  expect(formatDateTime('2026-07-31T16:05:09Z')).toBe('2026-08-01 00:05')
  expect(formatTime('2026-07-31T16:05:09Z')).toBe('00:05:09')
  expect(formatDate('2026-07-31T15:59:59Z')).toBe('2026-07-31')
})

test.each([
  ['PT5H', 18_000_000],
  ['-PT1H', -3_600_000],
  ['P1DT2M3S', 86_523_000],
  ['PT0.5S', 500],
  ['P1M', undefined],
  ['', undefined],
])('duration %s is %s ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})
