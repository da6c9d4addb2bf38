import { createFileRoute } from '@tanstack/react-router'
import { setupOptions } from '@/features/auth/api'
import { SetupPage } from '@/features/auth/setup-page'
import { loadWords } from '@/shared/i18n'

export const Route = createFileRoute('/setup')({
  beforeLoad: () => loadWords('setup'),
  loader: ({ context }) => context.queryClient.ensureQueryData(setupOptions),
  component: SetupPage,
})
