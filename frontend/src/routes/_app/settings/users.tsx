import { createFileRoute } from '@tanstack/react-router'
import { userSearch } from '@/features/settings/search'
import { UsersPage } from '@/features/settings/users-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/users')({
  validateSearch: userSearch,
  beforeLoad: admit('user.read', 'settings'),
  component: UsersPage,
})
