import { serverNow } from '@/api/skew'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import type { NewServiceRecord } from '../api'
import { isDrawn, noDrawing, type Drawing } from './strokes'

export type Subject = Pick<Schemas['CustomerSummary'], 'id' | 'name' | 'number'>
/** `key` tells the rows apart while they are written; the API does not know it. */
export type Person = { key: string; key_person_id?: string | undefined; name: string; role_title: string }

/** What the page holds: all that is typed, chosen and drawn, so that it can be kept and brought back as it was. */
export type Draft = {
  customer: Subject | null
  method: NewServiceRecord['method']
  /** In the branch's zone, as the browser's field wants it: `2026-08-01T14:05`. */
  occurred_at: string
  place: string
  phone: string
  people: Person[]
  content: string
  need: string
  handling_status: NewServiceRecord['handling_status']
  handling: string
  signing: 'none' | 'drawn' | 'paper'
  signer_name: string
  drawing: Drawing
  confirmed: boolean
}

export const emptyDraft = (customer: Subject | null): Draft => ({
  customer,
  method: 'visit',
  occurred_at: nowLocal(),
  place: '',
  phone: '',
  people: [],
  content: '',
  need: '',
  handling_status: 'open',
  handling: '',
  signing: 'none',
  signer_name: '',
  drawing: noDrawing,
  confirmed: false,
})

export const nowLocal = (): string => formatDateTime(serverNow()).replace(' ', 'T')

export const hasPhone = (method: Draft['method']): boolean => method === 'call' || method === 'sms'
export const hasPlace = (method: Draft['method']): boolean => method === 'visit' || method === 'hall'

/** What the customer puts his name to. */
const signed = ['customer', 'method', 'occurred_at', 'place', 'phone', 'people', 'content', 'need', 'handling_status', 'handling'] as const

/** A signature stands for the text it was given to: when that changes, it has to be given again. */
export function change(draft: Draft, patch: Partial<Draft>): Draft {
  const next = { ...draft, ...patch }
  const touched = signed.some((key) => key in patch && patch[key] !== draft[key])
  return touched && draft.confirmed ? { ...next, confirmed: false, drawing: noDrawing } : next
}

export type Errors = Readonly<Record<string, string>>
type Words = {
  required: (field: 'customer' | 'occurred_at' | 'content' | 'person') => string
  sign: (what: 'needName' | 'needDrawing' | 'needConfirm') => string
}

/** What is missing before it is worth asking the server. Keyed as the server's pointers are, without the first slash. */
export function missing(draft: Draft, words: Words): Errors {
  const found: Record<string, string> = {}
  if (draft.customer === null) found['customer_id'] = words.required('customer')
  if (draft.occurred_at === '') found['occurred_at'] = words.required('occurred_at')
  if (draft.content.trim() === '') found['content'] = words.required('content')
  for (const [index, person] of draft.people.entries()) {
    if (person.name.trim() === '') found[`people_met/${index}/name`] = words.required('person')
  }
  if (draft.signing !== 'none' && draft.signer_name.trim() === '') found['signature/signer_name'] = words.sign('needName')
  if (draft.signing === 'drawn' && !isDrawn(draft.drawing)) found['signature/strokes'] = words.sign('needDrawing')
  else if (draft.signing === 'drawn' && !draft.confirmed) found['signature/strokes'] = words.sign('needConfirm')
  return found
}

/** The draft as the API takes it; what was left empty is left out. */
export function bodyOf(draft: Draft, customer: Subject, complaintId: string | undefined): NewServiceRecord {
  const { method, content, handling_status, people } = draft
  return {
    customer_id: customer.id,
    method,
    occurred_at: new Date(`${draft.occurred_at.slice(0, 16)}:00+08:00`).toISOString(),
    content: content.trim(),
    handling_status,
    people_met: people.map(personMet),
    ...filled({ need: draft.need, handling: draft.handling }),
    ...(hasPlace(method) ? filled({ place: draft.place }) : {}),
    ...(hasPhone(method) ? filled({ phone: draft.phone }) : {}),
    ...(complaintId === undefined ? {} : { complaint_id: complaintId }),
    ...(draft.signing === 'none' ? {} : { signature: signatureOf(draft.signing, draft.signer_name, draft.drawing) }),
  }
}

function personMet({ key_person_id, name, role_title }: Person): Schemas['PersonMet'] {
  const met = { name: name.trim(), ...filled({ role_title }) }
  return key_person_id === undefined ? met : { key_person_id, ...met }
}

export function signatureOf(method: 'drawn' | 'paper', signerName: string, drawing: Drawing): Schemas['NewSignature'] {
  const { strokes, width, height } = method === 'drawn' ? drawing : noDrawing
  return { method, signer_name: signerName.trim(), strokes, width, height }
}

function filled<K extends string>(fields: Record<K, string>): Partial<Record<K, string>> {
  const kept = Object.entries<string>(fields).map(([key, value]) => [key, value.trim()] as const)
  // The keys are those that came in.
  return Object.fromEntries(kept.filter(([, value]) => value !== '')) as Partial<Record<K, string>>
}
