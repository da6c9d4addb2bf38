import { useTranslation } from 'react-i18next'
import { PageHeader } from '@/shared/ui/page-header'

export function ApprovalsPage() {
  const { t } = useTranslation('approvals')
  return <PageHeader title={t('title')} />
}
