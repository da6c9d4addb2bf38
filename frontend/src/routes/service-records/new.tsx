import { createFileRoute } from '@tanstack/react-router'
import { NewRecordPage } from '@/features/service-records/light/new-record-page'
import { newRecordSearch } from '@/features/service-records/search'
import { admit } from '@/shared/auth/guard'

/** Beside the shell, not in it: written on a phone at the customer's, it loads no antd. */
export const Route = createFileRoute('/service-records/new')({
  validateSearch: newRecordSearch,
  beforeLoad: admit('service_record.write', 'service-records'),
  component: NewRecordPage,
})
