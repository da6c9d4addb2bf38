import { createFileRoute } from '@tanstack/react-router'
import { ApprovalsPage } from '@/features/approvals/approvals-page'
import { approvalsSearch } from '@/features/approvals/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/approvals/')({
  validateSearch: approvalsSearch,
  beforeLoad: admit('approval.read', 'approvals'),
  component: ApprovalsPage,
})
