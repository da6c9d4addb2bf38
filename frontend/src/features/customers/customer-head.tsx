import { EditOutlined, FileSearchOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { formatDateTime } from '@/shared/lib/date'
import { CopyButton } from '@/shared/ui/copy-button'
import { PageHeader } from '@/shared/ui/page-header'
import type { Customer, Overview } from './api'
import { SpecialTag } from './special-tag'

type Props = { overview: Overview; onEdit: () => void }

/** Who this is, how special and why, and what can be done now. */
export function CustomerHead({ overview, onEdit }: Props) {
  const { t } = useTranslation('customers')
  const { customer, counts } = overview
  return (
    <PageHeader
      title={customer.name}
      extra={
        <span className="customer-card-line">
          <Tag>{t(`kind.${customer.kind}`)}</Tag>
          <Tag>{t(`status.${customer.status}`)}</Tag>
          <SpecialTag kind={customer.special_kind} endsOn={customer.special_ends_on} quiet />
        </span>
      }
      actions={<Actions customer={customer} onEdit={onEdit} />}
    >
      <p className="facts">
        <span className="tabular">
          {customer.number} <CopyButton text={customer.number} />
        </span>
        <span>{t('page.ownerIs', { name: customer.owner.name })}</span>
        <span>{customer.org.name}</span>
        <Why overview={overview} />
        <span className="muted">{t('page.counts', counts)}</span>
        <span className="muted">{t('page.since', { time: formatDateTime(customer.created_at) })}</span>
      </p>
    </PageHeader>
  )
}

/** Why the customer is special, until when, and by which approval. */
function Why({ overview: { customer, subscriptions } }: { overview: Overview }) {
  const { t } = useTranslation('customers')
  const { special_kind, special_starts_on, special_ends_on } = customer
  if (special_kind === null || special_kind === undefined) return <span className="muted">{t('special.none')}</span>
  const term = t('special.term', { from: special_starts_on ?? '…', to: special_ends_on ?? '…' })
  const approval = subscriptions.find((one) => one.granted_by && one.ends_on === special_ends_on)?.granted_by
  return (
    <span>
      {t('special.why', { kind: t(`special.${special_kind}`), term })}
      {approval ? (
        <>
          {' '}
          <Link to="/approvals/$approvalId" params={{ approvalId: approval }}>
            {t('special.byApproval')}
          </Link>
        </>
      ) : null}
    </span>
  )
}

function Actions({ customer, onEdit }: { customer: Customer; onEdit: () => void }) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const navigate = useNavigate()
  const customer_id = customer.id
  const special = customer.special_kind ? 'renew' : 'apply_special'
  return (
    <>
      <Button icon={<PrinterOutlined aria-hidden />} onClick={() => print()}>
        {t('action.print')}
      </Button>
      <Guarded permission="audit.read" hide>
        <Button icon={<FileSearchOutlined aria-hidden />} onClick={() => void navigate({ to: '/audit', search: { customer_id } })}>
          {t('action.who')}
        </Button>
      </Guarded>
      <Guarded permission="customer.write" reason={reasonAgainst(customer, 'edit')} hide>
        <Button icon={<EditOutlined aria-hidden />} onClick={onEdit}>
          {c('action.edit')}
        </Button>
      </Guarded>
      <Guarded permission="approval.apply" reason={reasonAgainst(customer, special)} hide>
        <Button onClick={() => void navigate({ to: '/approvals/new', search: { customer_id } })}>{t(`action.${special}`)}</Button>
      </Guarded>
      <Guarded permission="complaint.work" reason={reasonAgainst(customer, 'complain')} hide>
        <Button onClick={() => void navigate({ to: '/complaints', search: { new: 1, customer_id } })}>{t('action.complain')}</Button>
      </Guarded>
      <Guarded permission="service_record.write" reason={reasonAgainst(customer, 'record_service')} hide>
        <Button type="primary" onClick={() => void navigate({ to: '/service-records/new', search: { customer_id } })}>
          {t('action.record_service')}
        </Button>
      </Guarded>
    </>
  )
}
