import { render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { ProblemError, retryAfterOf } from '@/api/problem'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { sayProblem, sayWait } from './say-problem'

const refusal = (status: number, retryAfter?: number, detail?: string) =>
  new ProblemError({ type: 'about:blank', title: 'x', status, ...(detail === undefined ? {} : { detail }) }, retryAfter)

afterEach(() => vi.useRealTimers())

test('a wait is said in the unit that fits', () => {
  expect([sayWait(0.2), sayWait(59), sayWait(61), sayWait(7300)].map((text) => text.trim())).toEqual(['1 秒', '59 秒', '2 分钟', '3 小时'])
  expect(sayProblem(refusal(429, 30))).toBe('操作过于频繁，请在 30 秒后重试。')
  expect(sayProblem(refusal(503))).toBe('服务器繁忙，内容没有保存，请在几秒后重试。')
})

test('what a proxy refuses without words is said in ours; the server’s own words come first', () => {
  expect(sayProblem(refusal(413))).toMatch(/内容太大/)
  expect(sayProblem(refusal(414))).toMatch(/减少筛选条件/)
  expect(sayProblem(refusal(415))).toMatch(/换一种格式/)
  expect(sayProblem(refusal(431))).toMatch(/浏览器数据/)
  expect(sayProblem(refusal(413, undefined, '文件不能超过 20 MB。'))).toBe('文件不能超过 20 MB。')
})

test('a day’s budget that is used up is told in the server’s words, with what else one can do', () => {
  const errors = [{ pointer: '', code: 'search_budget_spent', detail: '请改按姓名查找。' }]
  const problem = { type: '/problems/rate-limited', title: 'x', status: 429, detail: '请改按姓名查找。', errors }
  expect(sayProblem(new ProblemError(problem, 54_000))).toBe('请改按姓名查找。')
})

test('Retry-After may be seconds or a date', () => {
  const answer = (headers: Record<string, string>) => new Response(null, { headers })
  expect(retryAfterOf(answer({ 'Retry-After': '12' }))).toBe(12)
  const date = { Date: 'Sun, 22 Nov 2026 12:00:00 GMT', 'Retry-After': 'Sun, 22 Nov 2026 12:01:00 GMT' }
  expect(retryAfterOf(answer(date))).toBe(60)
  expect(retryAfterOf(answer({ 'Retry-After': 'soon' }))).toBeUndefined()
})

test('a longer wait is counted down on the page, which then asks again by itself', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const retry = vi.fn<() => void>()
  render(<ErrorPanel cause={refusal(429, 8)} retry={retry} />)
  expect(await screen.findByText(/秒后自动重试/)).toBeInTheDocument()
  expect(retry).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(9500)
  expect(retry).toHaveBeenCalledTimes(1)
})

test('nobody waits a day before a countdown', () => {
  render(<ErrorPanel cause={refusal(429, 86_400)} retry={vi.fn<() => void>()} />)
  expect(screen.queryByText(/自动重试/)).toBeNull()
})
