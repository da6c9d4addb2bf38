import { createFileRoute } from '@tanstack/react-router'
import { ImportsPage } from '@/features/imports/imports-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/imports/')({
  beforeLoad: admit('import.run', 'imports'),
  component: ImportsPage,
})
