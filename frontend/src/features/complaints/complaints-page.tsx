import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function ComplaintsPage() {
  const { t } = useTranslation('complaints')
  return <PageHeader title={t('title')} />
}
