import './records.css'
import { PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { Guarded } from '@/shared/auth/guarded'
import { useMe } from '@/shared/auth/session'
import { formatDateTime } from '@/shared/lib/date'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { recordListOptions, type ServiceRecord } from './api'
import { isFiltered, RecordFilters } from './record-filters'
import type { RecordsSearch } from './search'
import { StatusTag } from './status-tag'

export function ServiceRecordsPage() {
  const { t } = useTranslation('service-records')
  const me = useMe()
  const { search, patch, reset } = useUrlState<RecordsSearch>()
  const query = useQuery(recordListOptions(search, me.id))
  const columns = useColumns()
  return (
    <>
      <PageHeader title={t('title')} actions={<Create customerId={search.customer_id} />} />
      <RecordFilters search={search} patch={patch} reset={reset} />
      <DataTable
        label={t('title')}
        query={query}
        columns={columns}
        search={search}
        // The table sorts by its columns' keys, which are the API's words.
        onSearch={(change) => patch(change as Partial<RecordsSearch>)}
        card={card}
        empty={
          <EmptyState text={t(isFiltered(search) ? 'list.noneFiltered' : 'list.none')}>
            {isFiltered(search) ? null : <Create customerId={undefined} />}
          </EmptyState>
        }
      />
    </>
  )
}

function Create({ customerId }: { customerId: string | undefined }) {
  const { t } = useTranslation('service-records')
  const navigate = useNavigate()
  const open = () => void navigate({ to: '/service-records/new', search: customerId === undefined ? {} : { customer_id: customerId } })
  return (
    <Guarded permission="service_record.write" hide>
      <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={open}>
        {t('list.create')}
      </Button>
    </Guarded>
  )
}

function useColumns(): Columns<ServiceRecord> {
  const { t } = useTranslation('service-records')
  return [
    {
      key: 'occurred_at',
      title: t('field.occurred_at'),
      className: 'tabular',
      sorter: true,
      render: (_, row) => <RecordLink row={row} />,
    },
    { key: 'customer', title: t('field.customer'), render: (_, row) => <CustomerLink row={row} /> },
    { key: 'method', title: t('field.method'), render: (_, row) => t(`method.${row.method}`) },
    { key: 'content', title: t('field.content'), render: (_, row) => <span className="record-text">{row.content}</span> },
    { key: 'people_met', title: t('field.people_met'), render: (_, row) => <People row={row} /> },
    { key: 'handling_status', title: t('field.handling_status'), render: (_, row) => <StatusTag status={row.handling_status} /> },
    { key: 'author', title: t('field.author'), render: (_, row) => row.author.name },
    { key: 'signature', title: t('field.signature'), render: (_, row) => <Signed row={row} /> },
  ]
}

function RecordLink({ row }: { row: ServiceRecord }) {
  return (
    <Link to="/service-records/$serviceRecordId" params={{ serviceRecordId: row.id }}>
      {formatDateTime(row.occurred_at)}
    </Link>
  )
}

function CustomerLink({ row }: { row: ServiceRecord }) {
  return (
    <Link to="/customers/$customerId" params={{ customerId: row.customer.id }}>
      {row.customer.name}
    </Link>
  )
}

function People({ row }: { row: ServiceRecord }) {
  const { t } = useTranslation()
  const names = row.people_met.map(({ name }) => name)
  return names.length === 0 ? <span className="muted">{t('none')}</span> : names.join(t('list.and'))
}

function Signed({ row }: { row: ServiceRecord }) {
  const { t } = useTranslation('service-records')
  return row.signature === null ? <span className="muted">{t('list.unsigned')}</span> : <Tag color="success">{t('list.signed')}</Tag>
}

const card = (row: ServiceRecord) => <Card row={row} />

function Card({ row }: { row: ServiceRecord }) {
  const { t } = useTranslation('service-records')
  return (
    <Link to="/service-records/$serviceRecordId" params={{ serviceRecordId: row.id }} className="record-card">
      <span className="record-card-line">
        <strong>{row.customer.name}</strong>
        <StatusTag status={row.handling_status} />
      </span>
      <span className="record-text">{row.content}</span>
      <span className="muted">
        {[t(`method.${row.method}`), formatDateTime(row.occurred_at), row.author.name].join(' · ')}
        {row.signature === null ? '' : ` · ${t('list.signed')}`}
      </span>
    </Link>
  )
}
