import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function ServiceRecordsPage() {
  const { t } = useTranslation('service-records')
  return <PageHeader title={t('title')} />
}
