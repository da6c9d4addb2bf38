import { createFileRoute } from '@tanstack/react-router'
import { settingsSearch } from '@/features/settings/search'
import { SettingsPage } from '@/features/settings/settings-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings')({
  validateSearch: settingsSearch,
  beforeLoad: admit('org.read', 'settings'),
  component: SettingsPage,
})
