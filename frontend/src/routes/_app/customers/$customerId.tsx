import { createFileRoute } from '@tanstack/react-router'
import { CustomerPage } from '@/features/customers/customer-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/customers/$customerId')({
  beforeLoad: admit('customer.read', 'customers'),
  component: CustomerPage,
})
