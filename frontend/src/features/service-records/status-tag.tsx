import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ServiceRecord } from './api'

const colors = { open: 'warning', solved: 'success', passed: 'processing' } as const

export function StatusTag({ status }: { status: ServiceRecord['handling_status'] }) {
  const { t } = useTranslation('service-records')
  return <Tag color={colors[status]}>{t(`handlingStatus.${status}`)}</Tag>
}
