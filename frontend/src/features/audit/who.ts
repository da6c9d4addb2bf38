import type { AuditEntry } from './api'

export type Viewer = { id: string; name: string; times: number; revealed: number; last: string }

/** Showing a customer's data, whatever came of it on the screen. */
const seeing = new Set(['customer.viewed', 'customer.revealed', 'customer.searched', 'customer.listed'])

/** The people behind the entries of a customer, the latest first: how often they looked, and how often without the mask. */
export function viewersOf(entries: readonly AuditEntry[]): Viewer[] {
  const found = new Map<string, Viewer>()
  for (const { actor, action, at, outcome, detail } of entries) {
    if (!actor || outcome !== 'done' || !seeing.has(action) || isSamePage(detail)) continue
    const before = found.get(actor.id)
    found.set(actor.id, {
      ...actor,
      times: (before?.times ?? 0) + 1,
      revealed: (before?.revealed ?? 0) + (action === 'customer.revealed' ? 1 : 0),
      last: before === undefined || at > before.last ? at : before.last,
    })
  }
  return [...found.values()].sort((a, b) => b.last.localeCompare(a.last))
}

/** One look at the file reads several parts of it; only the first of them is counted. */
function isSamePage(detail: object): boolean {
  return 'part' in detail && detail.part !== 'overview' && detail.part !== 'file'
}
