import { createFileRoute } from '@tanstack/react-router'
import { ApprovalPage } from '@/features/approvals/approval-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/approvals/$approvalId')({
  beforeLoad: admit('approval.read', 'approvals'),
  component: ApprovalPage,
})
