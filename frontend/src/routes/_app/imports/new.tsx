import { createFileRoute } from '@tanstack/react-router'
import { NewImportPage } from '@/features/imports/new-import-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/imports/new')({
  beforeLoad: admit('import.run', 'imports'),
  component: NewImportPage,
})
