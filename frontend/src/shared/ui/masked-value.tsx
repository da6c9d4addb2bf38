import { EyeOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'

type Props = {
  /** Where the keyboard goes once the value is shown; its button is `…-ask`. */
  id?: string | undefined
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
export function MaskedValue({ id, label, value, masked, plain, onReveal }: Props) {
  const { t } = useTranslation()
  if (value === null || value === undefined || value === '') return <span className="muted">{t('none')}</span>
  if (!masked) return <span className="tabular">{value}</span>
  const name = t('revealOf', { label })
  return (
    <span className="masked">
      <span className="tabular masked-value" id={id} tabIndex={id === undefined ? undefined : -1}>
        {plain ?? value}
      </span>
      {plain === undefined && onReveal !== undefined ? (
        <Tooltip title={name}>
          <Button
            type="text"
            size="small"
            icon={<EyeOutlined />}
            id={id === undefined ? undefined : `${id}-ask`}
            aria-label={name}
            onClick={onReveal}
          />
        </Tooltip>
      ) : null}
    </span>
  )
}
