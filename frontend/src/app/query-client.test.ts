import { expect, test } from 'vitest'
import { ProblemError } from '@/api/problem'
import { mayRetry, pause } from './query-client'

const refusal = (status: number, retryAfter?: number) => new ProblemError({ type: 'about:blank', title: 'x', status }, retryAfter)

test('reads are tried again by themselves after a short wait, never after a refusal', () => {
  expect(mayRetry(0, refusal(503, 2))).toBe(true)
  expect(mayRetry(2, refusal(503, 2))).toBe(false)
  expect(mayRetry(0, refusal(429, 60))).toBe(false)
  expect(mayRetry(0, refusal(403))).toBe(false)
  expect(pause(0, refusal(503, 3))).toBeGreaterThanOrEqual(3000)
})
