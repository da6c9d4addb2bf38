import { DownloadOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, App, Button, Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { reasonAgainst } from '@/shared/auth/guarded'
import { sayProblem } from '@/shared/lib/say-problem'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable } from '@/shared/ui/data-table'
import { EmptyState } from '@/shared/ui/empty'
import { commit, importOptions, rowsOptions, saveWorkbook, type Import } from './api'
import { RowCard, useRowColumns } from './row-columns'
import { outcomes, type ImportSearch } from './search'

/** What becomes, or became, of each row; from here it is committed and the marked-up workbook downloaded. */
export function ResultStep({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  const { search, patch } = useUrlState<ImportSearch>()
  const query = useQuery(rowsOptions(found, search))
  const done = found.state === 'committed'
  const title = t(done ? 'check.doneTitle' : 'check.title')
  const columns = useRowColumns(found)
  return (
    <div className="import-panel">
      {done ? <Done found={found} /> : null}
      <div className="import-actions">
        <h2>{title}</h2>
        <Actions found={found} />
      </div>
      <Segmented
        className="import-outcomes"
        aria-label={t('check.filter')}
        value={search.outcome ?? 'all'}
        options={[
          { value: 'all', label: `${t('check.all')} ${total(found)}` },
          ...outcomes.map((outcome) => ({
            value: outcome,
            label: `${t(`outcome.${outcome}`)} ${found.counts[outcome]}`,
            disabled: found.counts[outcome] === 0,
          })),
        ]}
        onChange={(value) => patch({ outcome: outcomes.find((outcome) => outcome === value) })}
      />
      <DataTable
        label={title}
        query={query}
        columns={columns}
        search={search}
        onSearch={({ sort: _sort, ...change }) => patch(change)}
        card={(row) => <RowCard row={row} found={found} />}
        empty={<EmptyState text={t('check.emptyRows')} />}
      />
    </div>
  )
}

const total = ({ counts }: Import): number => outcomes.reduce((sum, outcome) => sum + counts[outcome], 0)
const leftOut = ({ counts }: Import): number => counts.conflict + counts.duplicate + counts.invalid

function Actions({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  const { patch } = useUrlState<ImportSearch>()
  return (
    <div className="import-buttons">
      {found.state === 'checked' ? <Button onClick={() => patch({ columns: true, outcome: undefined })}>{t('check.remap')}</Button> : null}
      <Download found={found} />
      {found.state === 'checked' ? <Commit found={found} /> : null}
    </div>
  )
}

function Download({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  const { message } = App.useApp()
  const save = useMutation({ mutationFn: saveWorkbook, onError: (cause) => void message.error(sayProblem(cause)) })
  if (reasonAgainst(found, 'download') !== undefined) return null
  return (
    <Button icon={<DownloadOutlined aria-hidden />} title={t('downloadHint')} loading={save.isPending} onClick={() => save.mutate(found)}>
      {t('download')}
    </Button>
  )
}

function Commit({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  const { t: c } = useTranslation()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  const { queryKey } = importOptions(found.id)
  const start = useMutation({
    mutationFn: commit,
    onSuccess: (started) => queryClient.setQueryData(queryKey, started),
    onError: async (cause) => {
      void message.error(sayProblem(cause))
      await queryClient.invalidateQueries({ queryKey })
    },
  })
  const { counts } = found
  const nothing = counts.new + counts.changed === 0
  const ask = () =>
    void modal.confirm({
      title: t('commit.title'),
      content: t('commit.body', { new: counts.new, changed: counts.changed, left: leftOut(found) }),
      okText: t('commit.ok'),
      cancelText: c('action.cancel'),
      onOk: () => start.mutateAsync(found).catch(() => undefined),
    })
  return (
    <Button type="primary" disabled={nothing || reasonAgainst(found, 'commit') !== undefined} loading={start.isPending} onClick={ask}>
      {t(nothing ? 'commit.nothing' : 'commit.button')}
    </Button>
  )
}

function Done({ found }: { found: Import }) {
  const { t } = useTranslation('imports')
  const { counts } = found
  const left = leftOut(found)
  return (
    <Alert
      role="status"
      className="form-banner"
      type="success"
      showIcon
      title={t('done.title')}
      description={
        <>
          <p>{t(left === 0 ? 'done.whole' : 'done.body', { new: counts.new, changed: counts.changed, left })}</p>
          <Link to="/customers">{t('toCustomers')}</Link> · <Link to="/imports/new">{t('again')}</Link>
        </>
      }
    />
  )
}
