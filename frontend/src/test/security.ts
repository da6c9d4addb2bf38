import type { Schemas } from '@/api/client'

export function session(rest: Partial<Schemas['Session']> = {}): Schemas['Session'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000s1',
    created_at: '2026-11-22T01:00:00Z',
    last_used_at: '2026-11-22T03:10:00Z',
    expires_at: '2026-11-22T13:00:00Z',
    user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
    address: '10.20.30.40',
    is_current: false,
    ...rest,
  }
}

export function apiClient(rest: Partial<Schemas['ApiClient']> = {}): Schemas['ApiClient'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000k1',
    name: '呼叫中心',
    client_id: 'client-3f2a1b0c9d8e7f60',
    org: { id: '019a0000-0000-7000-8000-00000000000a', name: '金牛分公司' },
    permissions: ['complaint.work', 'customer.read'],
    reach: 'subtree',
    active: true,
    expires_at: null,
    last_used_at: null,
    version: 3,
    created_at: '2026-11-22T01:00:00Z',
    updated_at: '2026-11-22T01:00:00Z',
    ...rest,
    // Only the answer that creates a client has its secret.
  } as Schemas['ApiClient']
}

export function auditEntry(rest: Partial<Schemas['AuditEntry']> = {}): Schemas['AuditEntry'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000b1',
    seq: 1804,
    chain: '019a0000-0000-7000-8000-00000000000a',
    at: '2026-11-22T06:32:10Z',
    actor: { id: '019a0000-0000-7000-8000-000000000001', name: '刘洋' },
    action: 'customer.revealed',
    action_title: '查看敏感信息',
    outcome: 'done',
    subject_kind: 'customer',
    subject_id: '019a0000-0000-7000-8000-0000000000c1',
    customer: { id: '019a0000-0000-7000-8000-0000000000c1', number: 'GB1001000000427', name: '单小红' },
    trace_id: '019a0000-0000-7000-8000-0000000000t1',
    detail: { fields: ['mobile'] } as unknown as Schemas['AuditEntry']['detail'],
    ...rest,
  }
}
