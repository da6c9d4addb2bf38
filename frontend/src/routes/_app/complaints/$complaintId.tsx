import { createFileRoute, useParams } from '@tanstack/react-router'
import { ComplaintPage } from '@/features/complaints/complaint-page'
import { admit } from '@/shared/auth/guard'

export const Route = createFileRoute('/_app/complaints/$complaintId')({
  beforeLoad: admit('complaint.read', 'complaints', 'reveal'),
  component: Page,
})

function Page() {
  const { complaintId = '' } = useParams({ strict: false })
  return <ComplaintPage key={complaintId} complaintId={complaintId} />
}
