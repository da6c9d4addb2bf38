import { expect, test } from 'vitest'
import { changedOnly, maskedIn } from './changes'

test('only what was changed is sent, and what was emptied is said so', () => {
  const before = { content: '回电 138****1234', place: '办公室', need: null as string | null }
  expect(changedOnly(before, { content: '回电 138****1234', place: null as unknown as string, need: null })).toEqual({ place: null })
})

test('a hidden number is found in a text, and stars alone are none', () => {
  expect(maskedIn('请回电 138****1234，谢谢')).toBe('138****1234')
  expect(maskedIn('卡号 ****6789')).toBe('****6789')
  expect(maskedIn('5*****************4')).toBe('5*****************4')
  expect(maskedIn('***重要***')).toBeUndefined()
  expect(maskedIn('评分 5*')).toBeUndefined()
})
