import type { Schemas } from '@/api/client'

const manager = { id: '019a0000-0000-7000-8000-000000000001', name: '王建国' }
const leader = { id: '019a0000-0000-7000-8000-000000000002', name: '周立' }
const company = { id: '019a0000-0000-7000-8000-000000000003', name: '何敏' }
const branch = { id: '019a0000-0000-7000-8000-00000000000a', name: 'A 支公司' }

export const approvalForm: Schemas['ApprovalForm'] = {
  special_kind: 'leader',
  reason: '区级重点单位负责人',
  special_contribution: true,
  on_our_network: true,
  device_type: '高清互动机顶盒',
  programme_packages: ['基本包', '高清包'],
  starts_on: '2026-12-01',
  ends_on: '2027-11-30',
}

export function step(rest: Partial<Schemas['ApprovalStep']> = {}): Schemas['ApprovalStep'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000e1',
    round: 1,
    position: 1,
    name_zh: '分公司负责人审批',
    name_en: 'Branch leader',
    role: 'leader',
    org: branch,
    approvers: [leader],
    status: 'pending',
    decided_by: null,
    decided_at: null,
    comment: null,
    signature: null,
    ...rest,
  }
}

const secondStep = step({
  id: '019a0000-0000-7000-8000-0000000000e2',
  position: 2,
  name_zh: '公司负责人审批',
  name_en: 'Company leader',
  approvers: [company],
  status: 'waiting',
})

export function approval(rest: Partial<Schemas['Approval']> = {}): Schemas['Approval'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000a1',
    number: 'SP20261122-0007',
    kind: 'special_opening',
    status: 'in_review',
    customer: { id: '019a0000-0000-7000-8000-0000000000c1', number: 'GB1001000000427', name: '李慧' },
    applicant: manager,
    org: branch,
    form: approvalForm,
    current_step: 1,
    decided_at: null,
    withdrawal_reason: null,
    round: 1,
    steps: [step(), secondStep],
    version: 1,
    allowed_actions: [],
    created_at: '2026-11-22T06:32:10Z',
    updated_at: '2026-11-22T06:32:10Z',
    ...rest,
  }
}

export function summary(rest: Partial<Schemas['ApprovalSummary']> = {}): Schemas['ApprovalSummary'] {
  const { id, number, kind, status, customer, applicant, created_at, updated_at } = approval()
  return {
    id,
    number,
    kind,
    status,
    customer,
    applicant,
    created_at,
    updated_at,
    current_step_name_zh: '分公司负责人审批',
    current_step_name_en: 'Branch leader',
    ...rest,
  }
}

export const allowed = (...actions: Schemas['AllowedApprovalAction']['action'][]): Schemas['AllowedApprovalAction'][] =>
  (['approve', 'return', 'refuse', 'edit', 'resubmit', 'withdraw'] as const).map((action) => ({
    action,
    allowed: actions.includes(action),
    reason: actions.includes(action) ? null : `不能${action}`,
  }))
