import { Link } from '@tanstack/react-router'
import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { SlaChip } from '@/shared/ui/sla-chip'
import type { Overview } from './api'
import { Part } from './part'

/** What is owed to the customer, the first due first, counting down. */
export function Promises({ promises }: Pick<Overview, 'promises'>) {
  const { t } = useTranslation('customers')
  return (
    <Part title={t('promise.title')} count={promises.length}>
      {promises.length === 0 ? <p className="muted">{t('promise.none')}</p> : null}
      <ul className="rows">
        {promises.map((one) => (
          <li key={one.clock_id} className="row">
            <div className="row-main">
              {one.subject_kind === 'complaint' ? (
                <Link to="/complaints/$complaintId" params={{ complaintId: one.subject_id }}>
                  {one.title}
                </Link>
              ) : (
                one.title
              )}{' '}
              <span className="muted">{t(`promise.milestone.${one.milestone}`)}</span>
            </div>
            <SlaChip dueAt={one.due_at} state={one.state} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

export function OpenComplaints({ complaints }: { complaints: Overview['open_complaints'] }) {
  const { t } = useTranslation('customers')
  return (
    <Part title={t('complaint.title')} count={complaints.length}>
      {complaints.length === 0 ? <p className="muted">{t('complaint.none')}</p> : null}
      <ul className="rows">
        {complaints.map((one) => (
          <li key={one.id} className="row">
            <div className="row-main">
              <Link to="/complaints/$complaintId" params={{ complaintId: one.id }}>
                {one.title}
              </Link>
              <div className="muted row-more">
                <span>{t('complaint.level', { level: one.level })}</span>
                <span>{t(`complaint.status.${one.status}`)}</span>
                <span className="tabular">{one.number}</span>
                <span className="tabular">{formatDateTime(one.received_at)}</span>
              </div>
            </div>
            <SlaChip dueAt={one.due_at} startedAt={one.received_at} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

export function OpenApprovals({ approvals }: { approvals: Overview['open_approvals'] }) {
  const { t, i18n } = useTranslation('customers')
  return (
    <Part title={t('approval.title')} count={approvals.length}>
      {approvals.length === 0 ? <p className="muted">{t('approval.none')}</p> : null}
      <ul className="rows">
        {approvals.map((one) => {
          const step = i18n.language === 'en-US' ? one.current_step_name_en : one.current_step_name_zh
          return (
            <li key={one.id} className="row">
              <div className="row-main">
                <Link to="/approvals/$approvalId" params={{ approvalId: one.id }}>
                  {t(`approval.kind.${one.kind}`)}
                </Link>
                <div className="muted row-more">
                  <span className="tabular">{one.number}</span>
                  {step ? <span>{t('approval.at', { step })}</span> : null}
                  <span>{one.applicant.name}</span>
                </div>
              </div>
              <Tag color={one.status === 'returned' ? 'warning' : 'processing'}>{t(`approval.status.${one.status}`)}</Tag>
            </li>
          )
        })}
      </ul>
    </Part>
  )
}
