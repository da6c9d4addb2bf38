import { createFileRoute } from '@tanstack/react-router'
import { SettingsLayout } from '@/features/settings/settings-layout'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings')({
  beforeLoad: admit('org.read', 'settings'),
  component: SettingsLayout,
})
