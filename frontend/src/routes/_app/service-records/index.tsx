import { createFileRoute } from '@tanstack/react-router'
import { ServiceRecordsPage } from '@/features/service-records/service-records-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/service-records/')({
  beforeLoad: admit('service_record.read', 'service-records'),
  component: ServiceRecordsPage,
})
