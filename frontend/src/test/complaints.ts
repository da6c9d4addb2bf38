import type { Schemas } from '@/api/client'

/** Complaints as the server tells of them. */
export const summary: Schemas['ComplaintSummary'] = {
  id: '019a0000-0000-7000-8000-0000000000c1',
  number: 'TS20261122-0001',
  title: '互动点播卡顿',
  level: 1,
  status: 'open',
  channel: 'hotline',
  category: null,
  customer: { id: '019a0000-0000-7000-8000-0000000000d1', number: 'GB5101000000011', name: '四川大学' },
  owner: { id: '019a0000-0000-7000-8000-000000000001', name: '刘洋' },
  org: { id: '019a0000-0000-7000-8000-00000000000a', name: '金牛分公司' },
  received_at: '2026-11-22T06:20:00Z',
  due_at: '2026-11-22T11:20:00Z',
  warned_at: null,
  breached_at: null,
  closed_at: null,
  clock_id: '019a0000-0000-7000-8000-0000000000e1',
}

const allowed = (...actions: Schemas['AllowedComplaintAction']['action'][]): Schemas['AllowedComplaintAction'][] =>
  (['reply', 'confirm', 'refuse', 'change_level'] as const).map((action) =>
    actions.includes(action) ? { action, allowed: true, reason: null } : { action, allowed: false, reason: '请先答复客户。' },
  )

export const complaint: Schemas['Complaint'] = {
  ...summary,
  content: '晚间点播频繁卡顿，重启机顶盒无效',
  contact_name: '李慧',
  contact_phone: '139****5678',
  masked: ['contact_phone'],
  entries: [
    {
      id: '019a0000-0000-7000-8000-0000000000f1',
      at: summary.received_at,
      kind: 'received',
      actor: summary.owner,
      level: 1,
      from_level: null,
      text: null,
    },
  ],
  version: 1,
  allowed_actions: allowed('reply', 'change_level'),
  created_at: summary.received_at,
  updated_at: summary.received_at,
}

export const replied: Schemas['Complaint'] = {
  ...complaint,
  status: 'replied',
  version: 2,
  allowed_actions: allowed('reply', 'change_level', 'confirm', 'refuse'),
}

export const org: Schemas['Org'] = {
  id: '019a0000-0000-7000-8000-00000000000a',
  parent_id: '019a0000-0000-7000-8000-00000000000f',
  code: '5101',
  name: '金牛分公司',
  level: 'branch',
  path: '/5100/5101/',
  policy_code: 'p01-jinniu-cable',
  version: 1,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
}

export const policy: Schemas['PolicyVersion'] = {
  id: '019a0000-0000-7000-8000-0000000000a1',
  code: 'p01-jinniu-cable',
  version: 1,
  title: '大客户服务管理业务规范',
  effective_from: '2026-01-01',
  content: {
    complaints: {
      start: 'received',
      stop: 'closed',
      warn_at: [50, 80],
      levels: {
        1: { resolve: 'PT5H', authority: 'desk' },
        2: { resolve: 'PT8H', authority: 'departments' },
        3: { resolve: 'PT12H', authority: 'company' },
      },
    },
    approvals: {
      special_opening: {
        steps: [
          { name_zh: '分公司负责人审批', name_en: 'Branch leader', role: 'leader', level: 'branch' },
          { name_zh: '公司负责人审批', name_en: 'Company leader', role: 'leader', level: 'company' },
        ],
      },
      renewal: { steps: [{ name_zh: '分公司负责人审批', name_en: 'Branch leader', role: 'leader', level: 'branch' }] },
    },
    renewal: { lead_days: 7, scan_days: 7 },
  } as unknown as Schemas['PolicyVersion']['content'],
}
