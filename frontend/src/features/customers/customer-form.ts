import type { Customer } from './api'
import { personalFields } from './words'

export type Kind = Customer['kind']

/** The fields of a customer, in the groups and the order of the form. */
export const groups = {
  basic: ['kind', 'name', 'uscc', 'sex', 'id_number', 'birthday', 'status', 'tier'],
  contact: ['mobile', 'phone', 'email', 'fax', 'address', 'postcode'],
  work: ['employer', 'department', 'post'],
  network: ['external_id', 'smart_card_number', 'device_number'],
  other: ['anniversaries', 'remark'],
} as const

export type Group = keyof typeof groups
export type CustomerField = (typeof groups)[Group][number]

/** What only some kinds of customer have. */
const only: Partial<Record<CustomerField, readonly Kind[]>> = {
  uscc: ['group'],
  sex: ['individual'],
  id_number: ['individual', 'family'],
  birthday: ['individual'],
  employer: ['individual', 'family'],
  department: ['individual', 'family'],
  post: ['individual', 'family'],
}

/** Whether the form asks for a field. What the file already holds is always shown, so that it can be corrected. */
export function asks(field: CustomerField, kind: Kind, customer: Customer | undefined): boolean {
  return only[field]?.includes(kind) !== false || (customer?.[field] ?? null) !== null
}

export const isPersonal = (field: CustomerField): boolean => personalFields.some((personal) => personal === field)

/** Longest texts, as the server takes them. */
export const longest = (field: CustomerField): number =>
  ({ remark: 2000, anniversaries: 500, address: 200, name: 200, employer: 200 })[field as string] ?? 64

/** How an edited customer enters the form: masked values are not typed again, so their fields start empty. */
export function initialOf(customer: Customer | undefined): Partial<Record<CustomerField, string | null | undefined>> {
  if (customer === undefined) return { kind: 'individual', status: 'active' }
  const fields = Object.values(groups).flat()
  const masked: readonly string[] = customer.masked
  return Object.fromEntries(fields.map((field) => [field, masked.includes(field) ? undefined : customer[field]]))
}
