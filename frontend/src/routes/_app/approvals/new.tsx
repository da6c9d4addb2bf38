import { createFileRoute } from '@tanstack/react-router'
import { ApplicationPage } from '@/features/approvals/application-page'
import { applicationSearch } from '@/features/approvals/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/approvals/new')({
  validateSearch: applicationSearch,
  beforeLoad: admit('approval.apply', 'approvals'),
  component: ApplicationPage,
})
