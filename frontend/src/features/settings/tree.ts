import type { Org } from './api'

export type Branch = { org: Org; depth: number; below: Branch[] }

/** The units as a tree, by code. A unit whose parent is out of sight stands at the top. */
export function treeOf(orgs: readonly Org[]): Branch[] {
  const known = new Set(orgs.map(({ id }) => id))
  const sorted = [...orgs].sort((a, b) => a.code.localeCompare(b.code))
  const below = (parent: string | null, depth: number): Branch[] =>
    sorted
      .filter(({ parent_id }) => (parent_id && known.has(parent_id) ? parent_id : null) === parent)
      .map((org) => ({ org, depth, below: below(org.id, depth + 1) }))
  return below(null, 0)
}

/** The tree in reading order, for lists of choices. */
export const flat = (branches: readonly Branch[]): Branch[] => branches.flatMap((branch) => [branch, ...flat(branch.below)])
