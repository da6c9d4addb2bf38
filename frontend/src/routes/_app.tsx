import { createFileRoute } from '@tanstack/react-router'
import { Shell } from '@/app/shell'
import { requireSession } from '@/shared/auth/guard'
import { loadWords } from '@/shared/i18n'

export const Route = createFileRoute('/_app')({
  beforeLoad: async (args) => {
    await Promise.all([requireSession(args), loadWords('shell')])
  },
  component: Shell,
})
