import { createFileRoute } from '@tanstack/react-router'
import { setupOptions } from '@/features/auth/api'
import { SetupPage } from '@/features/auth/setup-page'

export const Route = createFileRoute('/setup')({
  loader: ({ context }) => context.queryClient.ensureQueryData(setupOptions),
  component: SetupPage,
})
