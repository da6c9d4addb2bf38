import { createFileRoute, useParams } from '@tanstack/react-router'
import { CustomerPage } from '@/features/customers/customer-page'
import { customerPageSearch } from '@/features/customers/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/customers/$customerId')({
  validateSearch: customerPageSearch,
  beforeLoad: admit('customer.read', 'customers', 'reveal'),
  component: Page,
})

function Page() {
  const { customerId = '' } = useParams({ strict: false })
  return <CustomerPage customerId={customerId} />
}
