import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Summary } from './api'

const colors = { in_review: 'processing', returned: 'warning', approved: 'success', refused: 'error', withdrawn: 'default' } as const

export function StatusTag({ status }: { status: Summary['status'] }) {
  const { t } = useTranslation('approvals')
  return <Tag color={colors[status]}>{t(`status.${status}`)}</Tag>
}
