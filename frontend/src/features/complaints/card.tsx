import { Link } from '@tanstack/react-router'
import { ComplaintSla, ComplaintStatusTag, LevelTag } from '@/shared/ui/complaint-chips'
import type { Summary } from './api'

/** A complaint as a card, for phones. */
function ComplaintCard({ complaint }: { complaint: Summary }) {
  return (
    <article className="complaint-card">
      <Link to="/complaints/$complaintId" params={{ complaintId: complaint.id }}>
        {complaint.title}
      </Link>
      <span className="complaint-chips">
        <ComplaintSla complaint={complaint} />
        <LevelTag level={complaint.level} />
        <ComplaintStatusTag status={complaint.status} />
      </span>
      <span className="muted">
        {complaint.customer.name} · {complaint.owner.name} · <span className="tabular complaint-number">{complaint.number}</span>
      </span>
    </article>
  )
}

export const cardOf = (complaint: Summary) => <ComplaintCard complaint={complaint} />
