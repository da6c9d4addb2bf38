import { createFileRoute } from '@tanstack/react-router'
import { PrintPage } from '@/features/approvals/print-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/print/approvals/$approvalId')({
  beforeLoad: admit('approval.read', 'approvals'),
  component: PrintPage,
})
