import './approvals.css'
import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Descriptions, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { ApprovalActions } from './approval-actions'
import { approvalOptions, type Approval } from './api'
import { StatusTag } from './status-tag'
import { StepsPart } from './steps-part'

export function ApprovalPage() {
  const { approvalId } = useParams({ strict: false })
  const { t } = useTranslation('approvals')
  const query = useQuery(approvalOptions(approvalId ?? ''))
  if (query.data !== undefined) return <Found key={query.data.id} approval={query.data} reload={query.refetch} />
  if (query.error === null) return <Skeleton active className="late" />
  return (
    <>
      <PageHeader title={t('title')} />
      <ErrorPanel cause={query.error} retry={() => void query.refetch()} />
    </>
  )
}

function Found({ approval, reload }: { approval: Approval; reload: () => unknown }) {
  const { t } = useTranslation('approvals')
  const [conflict, setConflict] = useState<string>()
  const onConflict = (sentence: string | undefined) => {
    setConflict(sentence)
    if (sentence !== undefined) void reload()
  }
  return (
    <>
      <PageHeader
        title={t(`kind.${approval.kind}`)}
        documentTitle={`${t(`kind.${approval.kind}`)} ${approval.number}`}
        extra={
          <>
            <span className="muted tabular">{approval.number}</span>
            <StatusTag status={approval.status} />
          </>
        }
        actions={<ApprovalActions approval={approval} onConflict={onConflict} />}
      />
      <Notes approval={approval} conflict={conflict} />
      <div className="approval">
        <div>
          <FactsPart approval={approval} />
          <FormPart approval={approval} />
        </div>
        <StepsPart approval={approval} />
      </div>
    </>
  )
}

function Notes({ approval, conflict }: { approval: Approval; conflict: string | undefined }) {
  const { t } = useTranslation('approvals')
  const { starts_on: from, ends_on: to } = approval.form
  const canCorrect = approval.allowed_actions.some(({ action, allowed }) => action === 'edit' && allowed)
  return (
    <div className="approval-notes">
      {conflict === undefined ? null : (
        <Alert role="alert" type="warning" showIcon title={t('page.reloaded')} description={conflict === '' ? undefined : conflict} />
      )}
      {approval.status === 'returned' && canCorrect ? <Alert type="warning" showIcon title={t('page.returnedHint')} /> : null}
      {approval.withdrawal_reason ? <Alert showIcon title={t('page.withdrawn')} description={approval.withdrawal_reason} /> : null}
      {approval.status === 'approved' ? <Alert type="success" showIcon title={t('page.specialNow', { from, to })} /> : null}
    </div>
  )
}

function FactsPart({ approval }: { approval: Approval }) {
  const { t } = useTranslation('approvals')
  const { customer, applicant, org, created_at, decided_at } = approval
  return (
    <section className="list approval-part" aria-label={t('page.facts')}>
      <Descriptions
        column={{ xs: 1, sm: 2 }}
        items={[
          {
            key: 'customer',
            label: t('field.customer'),
            children: (
              <div>
                <Link to="/customers/$customerId" params={{ customerId: customer.id }}>
                  {customer.name}
                </Link>
                <div className="muted tabular">{customer.number}</div>
              </div>
            ),
          },
          { key: 'org', label: t('field.org'), children: org.name },
          { key: 'applicant', label: t('field.applicant'), children: applicant.name },
          { key: 'created_at', label: t('field.created_at'), children: <span className="tabular">{formatDateTime(created_at)}</span> },
          ...(decided_at
            ? [{ key: 'decided_at', label: t('field.decided_at'), children: <span className="tabular">{formatDateTime(decided_at)}</span> }]
            : []),
        ]}
      />
      <Link to="/print/approvals/$approvalId" params={{ approvalId: approval.id }} target="_blank" className="approval-print">
        <PrinterOutlined aria-hidden /> {t('page.print')}
      </Link>
    </section>
  )
}

function FormPart({ approval }: { approval: Approval }) {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const { form } = approval
  const yes = (value: boolean) => c(value ? 'yes' : 'no')
  return (
    <section className="list approval-part" aria-labelledby="form-title">
      <h2 id="form-title">{t('page.form')}</h2>
      <Descriptions
        column={{ xs: 1, sm: 2 }}
        items={[
          { key: 'special_kind', label: t('field.special_kind'), children: t(`specialKind.${form.special_kind}`) },
          { key: 'term', label: t('field.term'), children: <span className="tabular">{`${form.starts_on} – ${form.ends_on}`}</span> },
          { key: 'special_contribution', label: t('field.special_contribution'), children: yes(form.special_contribution) },
          { key: 'on_our_network', label: t('field.on_our_network'), children: yes(form.on_our_network) },
          { key: 'device_type', label: t('field.device_type'), children: form.device_type || c('none') },
          {
            key: 'programme_packages',
            label: t('field.programme_packages'),
            children: form.programme_packages.length === 0 ? c('none') : form.programme_packages.join(c('list.and')),
          },
          { key: 'reason', label: t('field.reason'), span: 'filled', children: <span className="pre">{form.reason}</span> },
        ]}
      />
    </section>
  )
}
