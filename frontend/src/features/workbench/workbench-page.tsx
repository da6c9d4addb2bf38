import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function WorkbenchPage() {
  const { t } = useTranslation('workbench')
  return <PageHeader title={t('title')} />
}
