import { createFileRoute, redirect } from '@tanstack/react-router'
import { can } from '@/shared/auth/can'
import { requireSession } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/settings/')({
  beforeLoad: async (args) => {
    const me = await requireSession(args)
    throw redirect({ to: can(me, 'user.read') ? '/settings/users' : '/settings/policies', replace: true })
  },
})
