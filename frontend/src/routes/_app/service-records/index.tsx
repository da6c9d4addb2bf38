import { createFileRoute } from '@tanstack/react-router'
import { recordsSearch } from '@/features/service-records/search'
import { ServiceRecordsPage } from '@/features/service-records/service-records-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/service-records/')({
  validateSearch: recordsSearch,
  beforeLoad: admit('service_record.read', 'service-records'),
  component: ServiceRecordsPage,
})
