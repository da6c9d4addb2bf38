import { createFileRoute } from '@tanstack/react-router'
import { PoliciesPage } from '@/features/settings/policies-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/policies')({
  beforeLoad: admit('policy.read', 'settings'),
  component: PoliciesPage,
})
