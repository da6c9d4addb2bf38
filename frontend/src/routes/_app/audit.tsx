import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '@/features/audit/audit-page'
import { auditSearch } from '@/features/audit/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/audit')({
  validateSearch: auditSearch,
  beforeLoad: admit('audit.read', 'audit'),
  component: AuditPage,
})
