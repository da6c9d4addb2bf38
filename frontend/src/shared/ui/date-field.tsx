import { Input } from 'antd'
import { lazy, Suspense } from 'react'
import type { DayProps } from './day-picker'

/** The picker is 27 KB, and a list shows its rows before anyone picks a day. */
const DayPicker = lazy(() => import('./day-picker').then((file) => ({ default: file.DayPicker })))

/** A calendar day as text in and out, so that no time zone can shift it. */
export function DateField(props: DayProps) {
  const { id, className = 'wide', 'aria-label': label } = props
  return (
    <Suspense fallback={<Input id={id} className={className} aria-label={label} disabled />}>
      <DayPicker {...props} />
    </Suspense>
  )
}
