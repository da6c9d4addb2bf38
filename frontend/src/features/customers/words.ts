import type { Schemas } from '@/api/client'

/** The words of the API, in the order in which they are offered. */
export const kinds = ['individual', 'family', 'group'] as const satisfies readonly Schemas['CustomerKind'][]
export const statuses = ['prospective', 'active', 'suspended', 'closed'] as const satisfies readonly Schemas['CustomerStatus'][]
export const specialKinds = ['leader', 'partner'] as const satisfies readonly Schemas['SpecialKind'][]
export const sexes = ['male', 'female', 'unknown'] as const satisfies readonly Schemas['Sex'][]
export const sorts = ['-updated_at', 'updated_at', 'name', '-name', 'number'] as const satisfies readonly Schemas['CustomerSort'][]
export const timelineKinds = [
  'service_record',
  'complaint',
  'approval',
  'customer',
  'import',
] as const satisfies readonly Schemas['TimelineKind'][]
export type PersonalField = Schemas['PersonalField']

/** What may be masked; a remark and a fax number only where they hold a person's number. */
export const personalFields = ['id_number', 'mobile', 'phone', 'address', 'email', 'fax', 'remark'] as const satisfies readonly (
  | PersonalField
  | 'fax'
  | 'remark'
)[]
