import { readFileSync } from 'node:fs'
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import en from '@/shared/i18n/locales/en-US/audit'
import zh from '@/shared/i18n/locales/zh-CN/audit'
import { byTitle, useActions } from './actions'

/** The API's own vocabulary: what happens (`topics!`), and what is only looked at or refused (`TITLES`). */
const vocabulary = ['event.rs', 'audit/titles.rs']
  .map((file) => readFileSync(`../api/src/${file}`, 'utf8'))
  .flatMap((source) => Array.from(source.matchAll(/"([a-z_]+\.[a-z_]+)", "([^"]+)", "([^"]+)"/g)))
  .map(([, word = '', chinese = '', english = '']) => ({ word, chinese, english }))

const sorted = <T,>(entries: [string, T][]) => Object.fromEntries(entries.toSorted(([one], [other]) => one.localeCompare(other)))

test('the filter knows every action of the API, by the titles of the API', () => {
  expect(vocabulary.length).toBeGreaterThan(70)
  expect(sorted(Object.entries(zh.action))).toEqual(sorted(vocabulary.map(({ word, chinese }) => [word, chinese])))
  expect(sorted(Object.entries(en.action))).toEqual(sorted(vocabulary.map(({ word, english }) => [word, english])))
})

test('each is offered once, under what it is about', () => {
  const { result } = renderHook(() => useActions([{ action: 'session.listed', action_title: 'x' }], 'session.code_asked'))
  const offered = result.current.flatMap(({ options }) => options.map(({ value }) => value))
  expect(offered.toSorted()).toEqual(vocabulary.map(({ word }) => word).toSorted())
  expect(result.current.every(({ options }) => options.length > 0)).toBe(true)
})

test('what a newer server names is offered as well', () => {
  const { result } = renderHook(() => useActions([{ action: 'gift.sent', action_title: '赠送礼品' }], 'gift.asked'))
  expect(result.current.at(-1)).toEqual({
    label: '其他',
    options: [
      { value: 'gift.asked', label: 'gift.asked' },
      { value: 'gift.sent', label: '赠送礼品' },
    ],
  })
})

test('it is found by its title or by its word', () => {
  const choice = { value: 'session.code_asked', label: '密码正确，等待动态口令' }
  expect(byTitle('口令', choice)).toBe(true)
  expect(byTitle('Session', choice)).toBe(true)
  expect(byTitle('投诉', choice)).toBe(false)
  expect(byTitle('', {})).toBe(false)
})
