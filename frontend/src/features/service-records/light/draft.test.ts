import { expect, test } from 'vitest'
import { bodyOf, change, emptyDraft, missing } from './draft'
import { noDrawing } from './strokes'

const customer = { id: 'c1', name: '李慧', number: 'GB1' }
const drawing = {
  strokes: [
    [
      { x: 1, y: 1 },
      { x: 9, y: 9 },
    ],
  ],
  width: 320,
  height: 180,
}
const words = { required: (field: string) => `need ${field}`, sign: (what: string) => what }

test('a signature falls when the text it was given to changes, and only then', () => {
  const signed = { ...emptyDraft(customer), content: '走访', signing: 'drawn' as const, signer_name: '李慧', drawing, confirmed: true }
  expect(change(signed, { content: '走访并加装' })).toMatchObject({ confirmed: false, drawing: noDrawing })
  expect(change(signed, { signer_name: '李明' })).toMatchObject({ confirmed: true, drawing })
  expect(change(signed, { content: '走访' })).toMatchObject({ confirmed: true })
})

test('what is missing is named as the server would name it', () => {
  const draft = { ...emptyDraft(null), people: [{ key: 'k', name: ' ', role_title: '' }], signing: 'drawn' as const }
  expect(Object.keys(missing(draft, words))).toEqual([
    'customer_id',
    'content',
    'people_met/0/name',
    'signature/signer_name',
    'signature/strokes',
  ])
})

test('a drawn signature counts only when it was confirmed', () => {
  const draft = { ...emptyDraft(customer), content: 'x', signing: 'drawn' as const, signer_name: '李慧', drawing }
  expect(missing(draft, words)).toEqual({ 'signature/strokes': 'needConfirm' })
  expect(missing({ ...draft, confirmed: true }, words)).toEqual({})
  expect(missing({ ...draft, signing: 'paper', drawing: noDrawing }, words)).toEqual({})
})

test('the body says the branch’s time, and leaves out what is empty or not asked for', () => {
  const draft = {
    ...emptyDraft(customer),
    method: 'call' as const,
    occurred_at: '2026-11-22T14:05',
    content: ' 回访 ',
    place: '办公室',
    phone: '028-1',
  }
  expect(bodyOf(draft, customer, undefined)).toEqual({
    customer_id: 'c1',
    method: 'call',
    occurred_at: '2026-11-22T06:05:00.000Z',
    content: '回访',
    handling_status: 'open',
    people_met: [],
    phone: '028-1',
  })
})
