import { expect, test } from 'vitest'
import { dayAfter, endOfTerm } from './term'

test('a term of a year ends the day before its anniversary', () => {
  expect(endOfTerm('2026-12-01', 12)).toBe('2027-11-30')
  expect(endOfTerm('2024-02-29', 12)).toBe('2025-02-27')
  expect(endOfTerm('2026-11-22', 6)).toBe('2027-05-21')
})

test('a renewal begins the day after the old term', () => {
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
})
