import { ImportOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { PageHeader } from '@/shared/ui/page-header'
import { importListOptions, type Import } from './api'
import './imports.css'
import { outcomes, type ImportsSearch } from './search'
import { StateTag } from './state-tag'

const card = (found: Import) => <Card found={found} />

export function ImportsPage() {
  const { t } = useTranslation('imports')
  const navigate = useNavigate()
  const { search, patch } = useUrlState<ImportsSearch>()
  const query = useQuery(importListOptions(search))
  const columns: Columns<Import> = [
    { key: 'file_name', title: t('file'), render: (_, found) => <FileLink found={found} /> },
    { key: 'state', title: t('state'), render: (_, found) => <StateTag state={found.state} /> },
    { key: 'rows', title: t('rows'), align: 'right', render: (_, found) => <span className="tabular">{found.progress.total}</span> },
    { key: 'result', title: t('result'), render: (_, found) => <Counts counts={found.counts} /> },
    {
      key: 'created_at',
      title: t('createdAt'),
      render: (_, found) => <span className="tabular">{formatDateTime(found.created_at)}</span>,
    },
  ]
  return (
    <>
      <PageHeader title={t('listTitle')} actions={<NewLink />} />
      <DataTable
        label={t('listTitle')}
        query={query}
        columns={columns}
        search={search}
        onSearch={(change) => patch(change)}
        card={card}
        onOpen={({ id }) => void navigate({ to: '/imports/$importId', params: { importId: id } })}
        empty={
          <EmptyState text={t('none')}>
            <NewLink />
          </EmptyState>
        }
      />
    </>
  )
}

function NewLink() {
  const { t } = useTranslation('imports')
  return (
    <Link to="/imports/new" className="btn btn-primary import-new">
      <ImportOutlined aria-hidden /> {t('create')}
    </Link>
  )
}

function FileLink({ found: { id, file_name } }: { found: Import }) {
  return (
    <Link to="/imports/$importId" params={{ importId: id }} className="import-file">
      {file_name}
    </Link>
  )
}

/** Outcomes that occurred, in words. */
function Counts({ counts }: Pick<Import, 'counts'>) {
  const { t } = useTranslation('imports')
  const { t: c } = useTranslation()
  const some = outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${t(`outcome.${outcome}`)} ${counts[outcome]}`)
  return <span className="muted tabular">{some.length === 0 ? c('none') : some.join(' · ')}</span>
}

function Card({ found }: { found: Import }) {
  return (
    <article>
      <FileLink found={found} /> <StateTag state={found.state} />
      <div>
        <Counts counts={found.counts} />
      </div>
      <div className="muted tabular">{formatDateTime(found.created_at)}</div>
    </article>
  )
}
