import { expect, test } from 'vitest'
import { calendarDate, flag, oneOf, searchSchema, text, whole } from './search-schema'

const schema = searchSchema({ q: text, limit: whole(1, 200), create: flag, level: oneOf([1, 2, 3]), due_before: calendarDate })

test('what fits is read', () => {
  expect(schema({ q: '张', limit: 20, create: true, level: 2, due_before: '2026-08-01' })).toEqual({
    q: '张',
    limit: 20,
    create: true,
    level: 2,
    due_before: '2026-08-01',
  })
})

test('what does not fit counts as absent, and what is unknown is dropped', () => {
  expect(schema({ q: '', limit: 201, create: 'yes', level: 4, due_before: '2026-13-01', other: 1 })).toEqual({})
})

test('digits that one searches for stay text', () => {
  expect(schema({ q: 1234 })).toEqual({ q: '1234' })
})
