import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function ComplaintPage() {
  const { t } = useTranslation('complaints')
  return <PageHeader title={t('title')} />
}
