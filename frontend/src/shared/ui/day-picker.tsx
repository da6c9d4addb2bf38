import { DatePicker, type DatePickerProps } from 'antd'
import dayjs from 'dayjs'

export type DayProps = Omit<DatePickerProps, 'value' | 'onChange' | 'defaultValue' | 'multiple' | 'picker'> & {
  /** `2026-08-01`, as the API writes days. */
  value?: string | null | undefined
  onChange?: (day: string | null) => void
}

/** antd's picker behind `DateField`, which loads it. */
export function DayPicker({ value, onChange, ...rest }: DayProps) {
  return (
    <DatePicker
      className="wide"
      {...rest}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day === null || Array.isArray(day) ? null : day.format('YYYY-MM-DD'))}
    />
  )
}
