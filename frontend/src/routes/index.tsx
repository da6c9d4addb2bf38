import { createFileRoute, redirect } from '@tanstack/react-router'
import { menu } from '@/app/menu'
import { can } from '@/shared/auth/can'
import { requireSession } from '@/shared/auth/guard'

export const Route = createFileRoute('/')({
  beforeLoad: async (args) => {
    const me = await requireSession(args)
    // Home is the first page that the user may open.
    throw redirect({ to: menu.find((item) => can(me, item.permission))?.to ?? '/settings', replace: true })
  },
})
