import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { serverNow } from '@/api/skew'
import { useCan } from '@/shared/auth/can'
import { budgetKey, budgetToday } from './budget'

export type PersonalField = Schemas['PersonalField']

/** Whose personal data: the customer's own, or those of somebody or something that belongs to the customer. */
export type Whose = {
  customerId: string
  record?: Pick<Schemas['NewReveal'], 'key_person_id' | 'complaint_id' | 'service_record_id'>
  /** Who it is, where a page shows more than one. */
  name?: string
}

/** What is shown masked, with its name for people. */
export type Masked = { field: PersonalField; label: string }

/** `ends`: when each value must be hidden again. `until`: when the first of them must. */
type Shown = { values: Partial<Record<string, string>>; ends: Record<string, number>; until: number; remaining: number }

export type Reveal = {
  whose: Whose
  masked: readonly Masked[]
  shown: Shown | undefined
  /** What a screen reader is told of it. */
  said: string
  /** The field one has asked for; the dialog is open. */
  asking: PersonalField | undefined
  /** May the user look under masks at all, and is there one? */
  possible: boolean
  ask: (field: PersonalField) => void
  cancel: () => void
  show: (answer: Schemas['Reveal']) => void
  hide: () => void
  /** For the `MaskedValue` of a field. */
  of: (field: PersonalField) => { id: string; plain: string | undefined; onReveal: (() => void) | undefined }
}

/** What has been revealed of a record, until the server's time for it is over. Leaving the page forgets it. */
export function useReveal(whose: Whose, masked: readonly Masked[], allowed = true): Reveal {
  const { t } = useTranslation('reveal')
  const { t: c } = useTranslation()
  const queryClient = useQueryClient()
  const id = useId()
  const [shown, setShown] = useState<Shown>()
  const [said, setSaid] = useState('')
  const [asking, setAsking] = useState<PersonalField>()
  const possible = useCan('customer.reveal') && allowed && masked.length > 0
  const idOf = (field: PersonalField) => `${id}-${field}`
  const focusOn = useFocusAfter(asking)
  useEnd(shown, () => {
    const left = stillShown(shown, serverNow())
    setShown(left)
    if (left === undefined) setSaid(t('hidden'))
  })
  const ask = (field: PersonalField) => {
    focusOn(idOf(field), document.activeElement)
    setAsking(field)
  }
  return {
    whose,
    masked,
    shown,
    said,
    asking,
    possible,
    ask,
    cancel: () => setAsking(undefined),
    show: (answer) => {
      const names = masked.filter(({ field }) => answer.values[field] !== undefined).map(({ label }) => label)
      queryClient.setQueryData(budgetKey, budgetToday(answer.remaining_today))
      setAsking(undefined)
      setSaid(t('shown', { fields: names.join(c('list.and')) }))
      setShown(alsoShown(shown, answer))
    },
    hide: () => {
      const first = masked.find(({ field }) => shown?.values[field] !== undefined)
      if (first !== undefined) focusOn(idOf(first.field), null)
      setShown(undefined)
      setSaid(t('hidden'))
    },
    of: (field) => ({
      id: idOf(field),
      plain: shown?.values[field],
      onReveal: possible && masked.some((one) => one.field === field) ? () => ask(field) : undefined,
    }),
  }
}

/** Says so, and calls `over`, when the first of the values must be hidden. */
function useEnd(shown: Shown | undefined, over: () => void): void {
  const { t } = useTranslation('reveal')
  const { message } = App.useApp()
  const end = useRef(over)
  useEffect(() => {
    end.current = over
  })
  useEffect(() => {
    if (shown === undefined) return undefined
    const hide = () => {
      end.current()
      void message.info(t('hidden'))
    }
    const timer = setTimeout(hide, Math.max(0, shown.until - serverNow()))
    return () => clearTimeout(timer)
  }, [shown, message, t])
}

/**
 * Where the keyboard is once the dialog or the bar has gone: on the value that was asked for if it is there to be read,
 * else on the button one came from.
 */
function useFocusAfter(asking: PersonalField | undefined) {
  const next = useRef<{ id: string; from: Element | null }>(undefined)
  useEffect(() => {
    if (asking !== undefined || next.current === undefined) return
    const { id, from } = next.current
    next.current = undefined
    const button = document.getElementById(`${id}-ask`)
    const target = button === null ? document.getElementById(id) : from?.isConnected === true ? from : button
    if (target instanceof HTMLElement) target.focus()
  })
  return (id: string, from: Element | null) => {
    next.current = { id, from }
  }
}

/** What was asked for later is shown for its own time. */
function alsoShown(shown: Shown | undefined, { values, expires_at, remaining_today }: Schemas['Reveal']): Shown {
  const end = Date.parse(expires_at)
  const ends = { ...shown?.ends, ...Object.fromEntries(Object.keys(values).map((field) => [field, end])) }
  return { values: { ...shown?.values, ...values }, ends, until: Math.min(end, ...Object.values(ends)), remaining: remaining_today }
}

/** What is over goes. */
function stillShown(shown: Shown | undefined, now: number): Shown | undefined {
  const left = Object.entries(shown?.ends ?? {}).filter(([, end]) => end > now)
  if (shown === undefined || left.length === 0) return undefined
  return {
    values: Object.fromEntries(left.map(([field]) => [field, shown.values[field]])),
    ends: Object.fromEntries(left),
    until: Math.min(...left.map(([, end]) => end)),
    remaining: shown.remaining,
  }
}
