import { createFileRoute } from '@tanstack/react-router'
import { CustomersPage } from '@/features/customers/customers-page'
import { customerSearch } from '@/features/customers/search'
import { ExportButton } from '@/features/exports/export-button'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/customers/')({
  validateSearch: customerSearch,
  beforeLoad: admit('customer.read', 'customers', 'exports'),
  component: () => <CustomersPage exporting={(filter) => <ExportButton filter={filter} />} />,
})
