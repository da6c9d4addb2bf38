import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function NewImportPage() {
  const { t } = useTranslation('imports')
  return <PageHeader title={t('title')} />
}
