import { createFileRoute } from '@tanstack/react-router'
import { ImportPage } from '@/features/imports/import-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/imports/$importId')({
  beforeLoad: admit('import.run', 'imports'),
  component: ImportPage,
})
