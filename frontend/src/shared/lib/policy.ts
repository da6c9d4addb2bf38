import { queryOptions } from '@tanstack/react-query'
import { call, http, type Schemas } from '@/api/client'
import { parseDuration } from './date'

type Level = Schemas['ComplaintLevel']
export type Authority = 'desk' | 'departments' | 'company'

/** What a level promises, out of the policy pack. */
export type LevelPromise = { level: Level; resolveMs: number; authority: Authority }

export type PackStep = { name_zh: string; name_en: string; role: Schemas['Role']; level: Schemas['OrgLevel'] }

/** The part of a pack's content that pages show. The API sends the pack as a free object: its shape is the pack's own. */
export type Pack = {
  levels: readonly LevelPromise[]
  warnAt: readonly number[]
  flows: { special_opening: readonly PackStep[]; renewal: readonly PackStep[] }
  renewal: { leadDays: number; scanDays: number }
}

type Content = {
  complaints: { warn_at: number[]; levels: Record<string, { resolve: string; authority: Authority }> }
  approvals: Record<'special_opening' | 'renewal', { steps: PackStep[] }>
  renewal: { lead_days: number; scan_days: number }
}

export function readPack(version: Schemas['PolicyVersion']): Pack {
  const { complaints, approvals, renewal } = version.content as unknown as Content
  return {
    levels: ([1, 2, 3] as const).flatMap((level) => {
      const rule = complaints.levels[level]
      return rule === undefined ? [] : [{ level, resolveMs: parseDuration(rule.resolve) ?? 0, authority: rule.authority }]
    }),
    warnAt: complaints.warn_at,
    flows: { special_opening: approvals.special_opening.steps, renewal: approvals.renewal.steps },
    renewal: { leadDays: renewal.lead_days, scanDays: renewal.scan_days },
  }
}

export const policyVersionsOptions = (code: string) =>
  queryOptions({
    queryKey: ['policies', 'versions', code],
    queryFn: ({ signal }) => call(http.GET('/api/v1/policies/{code}/versions', { params: { path: { code } }, signal })),
    staleTime: 300_000,
  })

/** The pack that holds in an organisation today. */
export const packOfOrgOptions = (orgId: string) =>
  queryOptions({
    queryKey: ['policies', 'of-org', orgId],
    queryFn: async ({ signal }) => {
      const { policy_code: code } = await call(http.GET('/api/v1/orgs/{id}', { params: { path: { id: orgId } }, signal }))
      const { items } = await call(http.GET('/api/v1/policies/{code}/versions', { params: { path: { code } }, signal }))
      const today = new Date().toISOString().slice(0, 10)
      const current = items.find((version) => version.effective_from <= today) ?? items[0]
      return current === undefined ? undefined : { ...current, pack: readPack(current) }
    },
    staleTime: 300_000,
  })
