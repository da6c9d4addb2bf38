import { createFileRoute } from '@tanstack/react-router'
import { NewRecordPage } from '@/features/service-records/new-record-page'
import { newRecordSearch } from '@/features/service-records/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/service-records/new')({
  validateSearch: newRecordSearch,
  beforeLoad: admit('service_record.write', 'service-records'),
  component: NewRecordPage,
})
