import { DatePicker, type DatePickerProps } from 'antd'
import dayjs from 'dayjs'

type Props = Omit<DatePickerProps, 'value' | 'onChange' | 'defaultValue' | 'multiple' | 'picker'> & {
  /** `2026-08-01`, as the API writes days. */
  value?: string | null | undefined
  onChange?: (day: string | null) => void
}

/** A calendar day as text in and out, so that no time zone can shift it. */
export function DateField({ value, onChange, ...rest }: Props) {
  return (
    <DatePicker
      className="wide"
      {...rest}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange?.(day === null || Array.isArray(day) ? null : day.format('YYYY-MM-DD'))}
    />
  )
}
