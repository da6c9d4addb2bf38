import { createFileRoute } from '@tanstack/react-router'
import { AuditPrintPage } from '@/features/audit/light/print-page'
import { auditPrintSearch } from '@/features/audit/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/print/audit')({
  validateSearch: auditPrintSearch,
  beforeLoad: admit('audit.read', 'audit'),
  component: AuditPrintPage,
})
