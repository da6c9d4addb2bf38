import { createFileRoute } from '@tanstack/react-router'
import { SettingsPage } from '@/features/settings/settings-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings')({
  beforeLoad: admit('org.read', 'settings'),
  component: SettingsPage,
})
