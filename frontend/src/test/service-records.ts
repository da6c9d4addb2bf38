import type { Schemas } from '@/api/client'

export function serviceRecord(rest: Partial<Schemas['ServiceRecord']> = {}): Schemas['ServiceRecord'] {
  return {
    id: '019a0000-0000-7000-8000-0000000000b1',
    customer: { id: '019a0000-0000-7000-8000-0000000000c1', number: 'GB1001000000427', name: '李慧' },
    author: { id: '019a0000-0000-7000-8000-000000000001', name: '王建国' },
    org: { id: '019a0000-0000-7000-8000-00000000000a', name: 'A 支公司' },
    method: 'visit',
    occurred_at: '2026-11-22T06:00:00Z',
    place: '水务局办公室',
    phone: null,
    people_met: [{ key_person_id: null, name: '李慧', role_title: '办公室主任' }],
    content: '季度走访，检查信号与点播',
    need: null,
    handling_status: 'open',
    handling: null,
    complaint_id: null,
    signature: null,
    masked: [],
    version: 1,
    allowed_actions: [
      { action: 'edit', allowed: true, reason: null },
      { action: 'sign', allowed: true, reason: null },
    ],
    created_at: '2026-11-22T06:32:10Z',
    updated_at: '2026-11-22T06:32:10Z',
    ...rest,
  }
}
