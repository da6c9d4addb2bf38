import { SettingOutlined } from '@ant-design/icons'
import { Button, Checkbox, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { optional, usual, type OptionalColumn } from './customer-columns'

/** Which columns this user sees on this computer. */
export function useColumnChoice(): [readonly OptionalColumn[], (chosen: readonly OptionalColumn[]) => void] {
  const key = `guibin.columns.customers.${useMe().id}`
  const [chosen, setChosen] = useState(() => read(key))
  return [
    chosen,
    (next) => {
      setChosen(next)
      try {
        localStorage.setItem(key, next.join(' '))
      } catch {
        // Without storage the choice lasts until the page is closed.
      }
    },
  ]
}

function read(key: string): readonly OptionalColumn[] {
  try {
    const stored = localStorage.getItem(key)
    return stored === null ? usual : optional.filter((column) => stored.split(' ').includes(column))
  } catch {
    return usual
  }
}

type Props = { chosen: readonly OptionalColumn[]; onChange: (chosen: readonly OptionalColumn[]) => void }

export function ColumnChoice({ chosen, onChange }: Props) {
  const { t } = useTranslation('customers')
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('columns.label')}
      content={
        <div className="column-choice">
          {optional.map((column) => (
            <Checkbox
              key={column}
              checked={chosen.includes(column)}
              onChange={({ target }) => onChange(optional.filter((one) => (one === column ? target.checked : chosen.includes(one))))}
            >
              {t(`field.${column}`)}
            </Checkbox>
          ))}
          <Button size="small" onClick={() => onChange(usual)}>
            {t('columns.reset')}
          </Button>
        </div>
      }
    >
      <Button icon={<SettingOutlined aria-hidden />}>{t('columns.choose')}</Button>
    </Popover>
  )
}
