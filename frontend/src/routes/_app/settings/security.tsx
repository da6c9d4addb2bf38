import { createFileRoute } from '@tanstack/react-router'
import { SecurityPage } from '@/features/security/security-page'
import { loadWords } from '@/shared/i18n'

export const Route = createFileRoute('/_app/settings/security')({
  beforeLoad: () => loadWords('security'),
  component: SecurityPage,
})
