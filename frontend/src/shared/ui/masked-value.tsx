import { EyeOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

type Props = {
  /** The field's name for people: 手机. */
  label: string
  value: string | null | undefined
  /** Is it masked: does the record's `masked` list the field? */
  masked: boolean
  /** The value itself, for as long as it may be seen. */
  plain?: string | undefined
  /** Asks to see it; undefined when the user may not. */
  onReveal?: (() => void) | undefined
}

/** A value that may be masked, with a way to ask for what is under the mask. */
export function MaskedValue({ label, value, masked, plain, onReveal }: Props) {
  const { t } = useTranslation()
  if (value === null || value === undefined || value === '') return <span className="muted">{t('none')}</span>
  if (!masked) return <span className="tabular">{value}</span>
  const name = `${t('action.reveal')} ${label}`
  return (
    <span className="masked">
      <span className="tabular">{plain ?? value}</span>
      {plain === undefined && onReveal !== undefined ? (
        <Tooltip title={name}>
          <Button type="text" size="small" icon={<EyeOutlined />} aria-label={name} onClick={onReveal} />
        </Tooltip>
      ) : null}
    </span>
  )
}
