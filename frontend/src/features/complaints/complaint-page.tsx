import './complaints.css'
import { QuestionCircleOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { useHotkeys } from '@/shared/lib/hotkeys'
import { ComplaintSla, ComplaintStatusTag, LevelTag } from '@/shared/ui/complaint-chips'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { RevealBar } from '@/shared/ui/reveal/reveal-bar'
import { Actions } from './actions'
import { complaintOptions, type Complaint, type Step } from './api'
import { Facts } from './facts'
import { useContactReveal } from './personal'
import { Thread } from './thread'

const StepDrawer = lazy(() => import('./step-drawer').then((file) => ({ default: file.StepDrawer })))
const WhyDrawer = lazy(() => import('./why-drawer').then((file) => ({ default: file.WhyDrawer })))

export function ComplaintPage({ complaintId }: { complaintId: string }) {
  const { t } = useTranslation('complaints')
  const query = useQuery(complaintOptions(complaintId))
  if (query.data !== undefined) return <Content complaint={query.data} />
  return (
    <>
      <PageHeader title={t('title')}>
        <Back />
      </PageHeader>
      {query.error === null ? (
        <Skeleton active paragraph={{ rows: 8 }} className="late" />
      ) : (
        <ErrorPanel
          cause={query.error}
          title={query.error.status === 404 ? t('page.notFound') : undefined}
          retry={query.error.status === 404 ? undefined : () => void query.refetch()}
        />
      )}
    </>
  )
}

function Content({ complaint }: { complaint: Complaint }) {
  const { t } = useTranslation('complaints')
  const [step, setStep] = useState<Step['action']>()
  const [why, setWhy] = useState(false)
  const reveal = useContactReveal(complaint)
  useHotkeys({ KeyR: () => setStep('reply'), KeyL: () => setStep('change_level') })
  return (
    <>
      <PageHeader
        title={complaint.title}
        documentTitle={`${complaint.number} ${complaint.title}`}
        extra={
          <span className="complaint-chips">
            <LevelTag level={complaint.level} />
            <ComplaintStatusTag status={complaint.status} />
          </span>
        }
        actions={complaint.status === 'closed' ? undefined : <Actions complaint={complaint} onAction={setStep} />}
      >
        <p className="complaint-line">
          <Back />
          <span className="muted tabular">{complaint.number}</span>
          <Link to="/customers/$customerId" params={{ customerId: complaint.customer.id }}>
            {complaint.customer.name}
          </Link>
        </p>
      </PageHeader>
      <Closed complaint={complaint} />
      <RevealBar reveal={reveal} />
      <div className="complaint">
        <Thread complaint={complaint} reveal={reveal} />
        <aside className="complaint-side">
          <section className="complaint-due" aria-label={t('field.due_at')}>
            <ComplaintSla complaint={complaint} />
            <p className="tabular">{t('page.due', { time: formatDateTime(complaint.due_at) })}</p>
            <Button icon={<QuestionCircleOutlined aria-hidden />} onClick={() => setWhy(true)} aria-haspopup="dialog">
              {t('page.why')}
            </Button>
          </section>
          <Facts complaint={complaint} reveal={reveal} />
        </aside>
      </div>
      <Suspense fallback={null}>
        {step === undefined ? null : <StepDrawer action={step} complaint={complaint} onClose={() => setStep(undefined)} />}
        {why ? <WhyDrawer complaint={complaint} onClose={() => setWhy(false)} /> : null}
      </Suspense>
    </>
  )
}

function Closed({ complaint: { closed_at, due_at } }: { complaint: Complaint }) {
  const { t } = useTranslation('complaints')
  if (!closed_at) return null
  const late = Date.parse(closed_at) >= Date.parse(due_at)
  const title = t(late ? 'page.closedLate' : 'page.closed', { time: formatDateTime(closed_at) })
  return <Alert className="complaint-closed" type={late ? 'warning' : 'success'} showIcon title={title} role="note" />
}

function Back() {
  const { t } = useTranslation('complaints')
  return <Link to="/complaints">{t('page.back')}</Link>
}
