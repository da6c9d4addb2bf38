import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function CustomerPage() {
  const { t } = useTranslation('customers')
  return <PageHeader title={t('title')} />
}
