import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Import, Row } from './api'

const colors = {
  uploaded: 'warning',
  checking: 'processing',
  checked: 'warning',
  committing: 'processing',
  committed: 'success',
  failed: 'error',
} as const satisfies Record<Import['state'], string>

export function StateTag({ state }: { state: Import['state'] }) {
  const { t } = useTranslation('imports')
  return <Tag color={colors[state]}>{t(`states.${state}`)}</Tag>
}

const outcomeColors = {
  new: 'success',
  same: 'default',
  changed: 'processing',
  conflict: 'error',
  duplicate: 'warning',
  invalid: 'error',
} as const satisfies Record<Row['outcome'], string>

export function OutcomeTag({ outcome }: { outcome: Row['outcome'] }) {
  const { t } = useTranslation('imports')
  return (
    <Tag color={outcomeColors[outcome]} title={t(`outcomeHint.${outcome}`)}>
      {t(`outcome.${outcome}`)}
    </Tag>
  )
}
