import './records.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Alert, Button, Descriptions, Skeleton } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { maskedIn } from '@/shared/lib/changes'
import { formatDateTime } from '@/shared/lib/date'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { PageHeader } from '@/shared/ui/page-header'
import { MaskedValue } from '@/shared/ui/masked-value'
import { RevealBar } from '@/shared/ui/reveal/reveal-bar'
import { useReveal, type Masked } from '@/shared/ui/reveal/use-reveal'
import { recordOptions, type ServiceRecord } from './api'
import { SignaturePart } from './signature-part'
import { StatusTag } from './status-tag'

const RecordDrawer = lazy(() => import('./record-drawer').then((file) => ({ default: file.RecordDrawer })))
const SignDialog = lazy(() => import('./sign-dialog').then((file) => ({ default: file.SignDialog })))

export function ServiceRecordPage() {
  const { serviceRecordId } = useParams({ strict: false })
  const { t } = useTranslation('service-records')
  const query = useQuery(recordOptions(serviceRecordId ?? ''))
  if (query.data !== undefined) return <Found key={query.data.id} record={query.data} reload={query.refetch} />
  if (query.error === null) return <Skeleton active className="late" />
  return (
    <>
      <PageHeader title={t('title')} />
      <ErrorPanel cause={query.error} retry={() => void query.refetch()} />
    </>
  )
}

function Found({ record, reload }: { record: ServiceRecord; reload: () => unknown }) {
  const { t } = useTranslation('service-records')
  const [open, setOpen] = useState<'edit' | 'sign'>()
  const [stale, setStale] = useState(false)
  const close = () => setOpen(undefined)
  /** Somebody was quicker: the page shows what is true now. Everything else is the form's to say. */
  const guard = async (change: Promise<unknown>) => {
    try {
      await change
      setStale(false)
    } catch (cause) {
      if (!(cause instanceof ProblemError) || (cause.status !== 412 && cause.status !== 409)) throw cause
      setStale(true)
      void reload()
    }
    close()
  }
  const title = t('page.of', { method: t(`method.${record.method}`) })
  return (
    <>
      <PageHeader
        title={title}
        documentTitle={`${title} ${record.customer.name}`}
        extra={<StatusTag status={record.handling_status} />}
        actions={
          <>
            <Guarded permission="service_record.write" reason={reasonAgainst(record, 'edit')} hide>
              <Button onClick={() => setOpen('edit')}>{t('page.edit')}</Button>
            </Guarded>
            {record.signature === null ? (
              <Guarded permission="service_record.write" reason={reasonAgainst(record, 'sign')} hide>
                <Button type="primary" onClick={() => setOpen('sign')}>
                  {t('page.sign')}
                </Button>
              </Guarded>
            ) : null}
          </>
        }
      />
      <div className="record">
        {stale ? <Alert role="alert" type="warning" showIcon title={t('page.stale')} /> : null}
        <RecordPart record={record} />
        <SignaturePart signature={record.signature} />
      </div>
      <Suspense fallback={null}>
        {open === 'edit' ? <RecordDrawer record={record} guard={guard} onClose={close} /> : null}
        {open === 'sign' ? <SignDialog record={record} guard={guard} onClose={close} /> : null}
      </Suspense>
    </>
  )
}

function RecordPart({ record }: { record: ServiceRecord }) {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const { customer, people_met, complaint_id } = record
  const isMasked = { phone: record.masked.includes('phone'), remark: maskedIn(record.content) !== undefined }
  const masked: Masked[] = []
  if (isMasked.phone) masked.push({ field: 'phone', label: t('field.phone') })
  if (isMasked.remark) masked.push({ field: 'remark', label: t('field.content') })
  const reveal = useReveal({ customerId: customer.id, record: { service_record_id: record.id } }, masked)
  const people = people_met.map(({ name, role_title }) => (role_title ? `${name}（${role_title}）` : name)).join(c('list.and'))
  const text = (value: string | null) => (value ? <span className="pre">{value}</span> : <span className="muted">{c('none')}</span>)
  return (
    <section className="list record-part" aria-label={t('title')}>
      <RevealBar reveal={reveal} />
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
          { key: 'occurred_at', label: t('field.occurred_at'), children: formatDateTime(record.occurred_at) },
          { key: 'people_met', label: t('field.people_met'), children: text(people) },
          ...(record.place ? [{ key: 'place', label: t('field.place'), children: record.place }] : []),
          ...(record.phone
            ? [
                {
                  key: 'phone',
                  label: t('field.phone'),
                  children: <MaskedValue label={t('field.phone')} value={record.phone} masked={isMasked.phone} {...reveal.of('phone')} />,
                },
              ]
            : []),
          { key: 'author', label: t('field.author'), children: `${record.author.name} · ${record.org.name}` },
          { key: 'created_at', label: t('field.created_at'), children: formatDateTime(record.created_at) },
          ...(complaint_id
            ? [
                {
                  key: 'complaint',
                  label: t('field.complaint'),
                  children: (
                    <Link to="/complaints/$complaintId" params={{ complaintId: complaint_id }}>
                      {t('page.complaint')}
                    </Link>
                  ),
                },
              ]
            : []),
          {
            key: 'content',
            label: t('field.content'),
            span: 'filled',
            children: (
              <span className="pre">
                <MaskedValue label={t('field.content')} value={record.content} masked={isMasked.remark} {...reveal.of('remark')} />
              </span>
            ),
          },
          { key: 'need', label: t('field.need'), span: 'filled', children: text(record.need) },
          { key: 'handling', label: t('field.handling'), span: 'filled', children: text(record.handling) },
        ]}
      />
    </section>
  )
}
