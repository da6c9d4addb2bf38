import { createFileRoute, useParams } from '@tanstack/react-router'
import { ImportPage } from '@/features/imports/import-page'
import { importSearch } from '@/features/imports/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/imports/$importId')({
  validateSearch: importSearch,
  beforeLoad: admit('import.run', 'imports'),
  component: Page,
})

function Page() {
  const { importId = '' } = useParams({ strict: false })
  return <ImportPage importId={importId} />
}
