import { minute } from '@/shared/lib/clock'
import type { Workbench } from './api'

export type Burning = { overdue: number; soon: number; today: number }

/**
 * What burns at this moment. The server counts once, then time goes on: what has run out since the answer came moves
 * from "soon" to "overdue" by itself. The lists are cut, sorted by their limit, so the server's count is the floor.
 */
export function burning({ counts, open_complaints, due_today }: Workbench, now: number): Burning {
  const left = open_complaints.map(({ due_at }) => Date.parse(due_at) - now)
  const today = due_today.complaints.filter(({ due_at }) => Date.parse(due_at) > now).length
  return {
    overdue: Math.max(counts.overdue, left.filter((ms) => ms <= 0).length),
    soon: left.filter((ms) => ms > 0 && ms <= 30 * minute).length,
    today,
  }
}
