import { createFileRoute } from '@tanstack/react-router'
import { ServiceRecordPage } from '@/features/service-records/service-record-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/service-records/$serviceRecordId')({
  beforeLoad: admit('service_record.read', 'service-records', 'reveal'),
  component: ServiceRecordPage,
})
