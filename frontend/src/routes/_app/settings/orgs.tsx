import { createFileRoute } from '@tanstack/react-router'
import { OrgsPage } from '@/features/settings/orgs-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/orgs')({
  beforeLoad: admit('org.read', 'settings'),
  component: OrgsPage,
})
