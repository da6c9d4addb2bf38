import { createFileRoute } from '@tanstack/react-router'
import { ComplaintsPage } from '@/features/complaints/complaints-page'
import { complaintSearch } from '@/features/complaints/search'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/complaints/')({
  validateSearch: complaintSearch,
  beforeLoad: admit('complaint.read', 'complaints'),
  component: ComplaintsPage,
})
