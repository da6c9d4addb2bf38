import { createFileRoute } from '@tanstack/react-router'
import { ApprovalsPage } from '@/features/approvals/approvals-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/approvals/')({
  beforeLoad: admit('approval.read', 'approvals'),
  component: ApprovalsPage,
})
