import { expect, test } from 'vitest'
import { changesOf, filled } from './changes'

const record = { name: '王建国', post: '主任', mobile: '138****1234', tier: null, remark: 'x' }

test('only what differs is sent, and what was emptied is null', () => {
  expect(changesOf(record, { name: ' 王建国 ', post: '局长', remark: '', tier: '' }, [], [])).toEqual({ post: '局长', remark: null })
})

test('a masked field that was left empty stays as it is', () => {
  expect(changesOf(record, { mobile: '' }, ['mobile'], [])).toEqual({})
  expect(changesOf(record, { mobile: '13900001234' }, ['mobile'], [])).toEqual({ mobile: '13900001234' })
})

test('a masked field is emptied when that is said', () => {
  expect(changesOf(record, { mobile: '' }, ['mobile'], ['mobile'])).toEqual({ mobile: null })
})

test('a new record carries no empty fields', () => {
  expect(filled({ name: '张三', post: '  ', mobile: undefined })).toEqual({ name: '张三' })
})
