import { serverNow } from '@/api/skew'
import type { Schemas } from '@/api/client'
import { formatDate } from '@/shared/lib/date'
import type { Form, NewApproval } from './api'
import { dayAfter, endOfTerm } from './term'

type Customer = Pick<Schemas['Customer'], 'special_kind' | 'special_ends_on'>
type Kind = NewApproval['kind']

/** What the form holds while it is being filled in. */
export type Draft = { kind: Kind; customer_id?: string | undefined; form: Partial<Form> }

/** A year from today; a renewal goes on where the present term ends. */
export function firstForm(kind: Kind, customer?: Customer): Partial<Form> {
  const ends = kind === 'renewal' ? customer?.special_ends_on : undefined
  const starts_on = ends ? dayAfter(ends) : formatDate(serverNow())
  return {
    ...(customer?.special_kind ? { special_kind: customer.special_kind } : {}),
    starts_on,
    ends_on: endOfTerm(starts_on, 12),
    special_contribution: false,
    on_our_network: true,
    programme_packages: [],
  }
}

/**
 * What the server is asked for the route. It depends on the kind, the customer and the term; the rest of the form is not
 * written yet, so that a placeholder stands for it.
 */
export function previewOf({ kind, customer_id, form }: Draft): NewApproval | undefined {
  if (!customer_id || !form.starts_on || !form.ends_on) return undefined
  return {
    kind,
    customer_id,
    form: {
      special_kind: 'leader',
      reason: '-',
      special_contribution: false,
      on_our_network: false,
      device_type: '',
      programme_packages: [],
      starts_on: form.starts_on,
      ends_on: form.ends_on,
    },
  }
}

/** The form as the API takes it; what was left empty is said so. */
export function wholeForm(form: Partial<Form>): Form {
  return {
    special_kind: 'leader',
    starts_on: '',
    ends_on: '',
    special_contribution: false,
    on_our_network: false,
    ...form,
    reason: (form.reason ?? '').trim(),
    device_type: (form.device_type ?? '').trim(),
    programme_packages: (form.programme_packages ?? []).map((name) => name.trim()).filter((name) => name !== ''),
  }
}
