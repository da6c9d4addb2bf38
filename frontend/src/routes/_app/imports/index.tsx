import { createFileRoute } from '@tanstack/react-router'
import { ImportsPage } from '@/features/imports/imports-page'
import { importsSearch } from '@/features/imports/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/imports/')({
  validateSearch: importsSearch,
  beforeLoad: admit('import.run', 'imports'),
  component: ImportsPage,
})
