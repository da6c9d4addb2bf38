import { expect, test } from 'vitest'
import { judge } from './password-rules'

const kept = (password: string, profile: 'modern' | 'graded') =>
  judge(password, 'manager-a', profile)
    .filter((one) => one.kept === true)
    .map((one) => one.rule)

test('the modern profile asks for length and no repetition', () => {
  expect(kept('sunflower-2026', 'modern')).toEqual(['length', 'username', 'varied'])
  expect(kept('aaaaaaaaaaaaaaaa', 'modern')).toEqual(['length', 'username'])
  expect(kept('my-Manager-A-2026', 'modern')).toEqual(['length', 'varied'])
  expect(kept('', 'modern')).toEqual([])
})

test('the graded profile asks for three kinds of four, and leaves the last passwords to the server', () => {
  expect(kept('Abcdef12', 'graded')).toEqual(['length', 'username', 'classes'])
  expect(kept('abcdefgh12', 'graded')).toEqual(['length', 'username'])
  expect(judge('x', 'y', 'graded').find(({ rule }) => rule === 'history')?.kept).toBeUndefined()
})
