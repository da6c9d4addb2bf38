import { expect, test } from 'vitest'
import type { Column } from './api'
import { fieldOf, hasKey, twice } from './columns'

const column = (index: number, field: Column['field']): Column => ({ index, field, header: `h${index}`, samples: [], matched_by: null })
const columns = [column(0, 'name'), column(1, 'mobile'), column(2, null)]

test('a choice wins over what was matched, also when it chooses nothing', () => {
  expect(fieldOf(column(0, 'name'), {})).toBe('name')
  expect(fieldOf(column(0, 'name'), { 0: null })).toBeNull()
  expect(fieldOf(column(2, null), { 2: 'tier' })).toBe('tier')
})

test('two columns for one field are found, two attributes are not', () => {
  expect([...twice(columns, {})]).toEqual([])
  expect([...twice(columns, { 2: 'mobile' })]).toEqual(['mobile'])
  expect([...twice(columns, { 0: null, 1: null })]).toEqual([])
})

test('a file needs a column that tells who it is', () => {
  expect(hasKey(columns, {})).toBe(true)
  expect(hasKey(columns, { 0: null, 1: 'remark' })).toBe(false)
})
