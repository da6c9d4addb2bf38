import { createFileRoute, redirect } from '@tanstack/react-router'
import { can } from '@/shared/auth/can'
import { requireSession } from '@/shared/auth/guard'

/** The day begins on the workbench; who keeps the organisation and sees no customer begins with the settings. */
export const Route = createFileRoute('/')({
  beforeLoad: async (args) => {
    const me = await requireSession(args)
    throw redirect({ to: can(me, 'workbench.read') ? '/workbench' : '/settings', replace: true })
  },
})
