import { createFileRoute } from '@tanstack/react-router'
import { PreferencesPage } from '@/features/settings/preferences-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/preferences')({
  beforeLoad: admit('org.read', 'settings'),
  component: PreferencesPage,
})
