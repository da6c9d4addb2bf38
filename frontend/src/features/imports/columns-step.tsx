import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reasonAgainst } from '@/shared/auth/guarded'
import { usePhone } from '@/shared/lib/media'
import { sayProblem } from '@/shared/lib/say-problem'
import { useUrlState } from '@/shared/lib/url-state'
import { check, importOptions, remap, type Column, type Field, type Import } from './api'
import { fieldOf, hasKey, twice, type Choices } from './columns'
import type { ImportSearch } from './search'

/** Where each column goes. What is chosen is saved at once, as soon as the server can take it. */
export function ColumnsStep({ found }: { found: Import }) {
  const { t, i18n } = useTranslation('imports')
  const { columns, fields } = found
  const { choices, choose, save } = useChoices(found)
  const start = useStart(found)
  const doubled = twice(columns, choices)
  const keyless = !hasKey(columns, choices)
  const english = i18n.language === 'en-US'
  const labels = new Map(fields.map(({ field, label_zh, label_en }) => [field, english ? label_en : label_zh]))
  const matched = columns.filter((column) => fieldOf(column, choices) !== null).length
  const problem = save.error ?? start.error
  return (
    <div className="import-panel">
      <h2>{t('columns.title')}</h2>
      <p>{t('columns.intro')}</p>
      {problem === null ? null : <Alert role="alert" className="form-banner" type="error" showIcon title={sayProblem(problem)} />}
      {keyless ? <Alert className="form-banner" type="warning" showIcon title={t('columns.noKey')} /> : null}
      <ColumnList columns={columns} choices={choices} choose={choose} labels={labels} doubled={doubled} />
      <div className="import-actions">
        <span className="muted" role="status">
          {save.isPending ? t('columns.saving') : t('columns.summary', { columns: columns.length, matched })}
        </span>
        <Button
          type="primary"
          loading={start.isPending}
          disabled={doubled.size > 0 || keyless || save.isPending || reasonAgainst(found, 'check') !== undefined}
          onClick={() => start.mutate()}
        >
          {t(found.state === 'uploaded' ? 'columns.check' : 'columns.recheck')}
        </Button>
      </div>
    </div>
  )
}

function useChoices(found: Import) {
  const queryClient = useQueryClient()
  const { queryKey } = importOptions(found.id)
  const [choices, setChoices] = useState<Choices>({})
  const save = useMutation({
    // One after the other, each with the version that the one before has made.
    scope: { id: `import-${found.id}` },
    mutationFn: (wanted: Choices) =>
      remap(
        queryClient.getQueryData(queryKey) ?? found,
        Object.entries(wanted).map(([index, field]) => ({ index: Number(index), field })),
      ),
    onSuccess: (saved, wanted) => {
      queryClient.setQueryData(queryKey, saved)
      // What was chosen in the meantime is still to be saved.
      setChoices((now) => Object.fromEntries(Object.entries(now).filter(([index, field]) => wanted[Number(index)] !== field)))
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
  })
  const choose = (index: number, field: Field | null) => {
    const next = { ...choices, [index]: field }
    setChoices(next)
    if (twice(found.columns, next).size === 0 && hasKey(found.columns, next)) save.mutate(next)
  }
  return { choices, choose, save }
}

function useStart(found: Import) {
  const queryClient = useQueryClient()
  const { patch } = useUrlState<ImportSearch>()
  const { queryKey } = importOptions(found.id)
  return useMutation({
    mutationFn: () => check(queryClient.getQueryData(queryKey) ?? found),
    onSuccess: (started) => {
      queryClient.setQueryData(queryKey, started)
      patch({ columns: undefined, outcome: undefined })
    },
    onError: () => queryClient.invalidateQueries({ queryKey }),
  })
}

type ListProps = {
  columns: readonly Column[]
  choices: Choices
  choose: (index: number, field: Field | null) => void
  labels: ReadonlyMap<Field, string>
  doubled: ReadonlySet<Field>
}

function ColumnList(props: ListProps) {
  const { columns, choices } = props
  const { t } = useTranslation('imports')
  const phone = usePhone()
  const nameOf = ({ header }: Column) => (header.trim() === '' ? t('columns.blank') : header)
  if (phone)
    return (
      <ul className="cards import-columns">
        {columns.map((column) => (
          <li key={column.index}>
            <strong>{nameOf(column)}</strong> <By column={column} choices={choices} />
            <p className="muted">{column.samples.join('、')}</p>
            <Target {...props} column={column} name={nameOf(column)} />
          </li>
        ))}
      </ul>
    )
  return (
    <Table<Column>
      aria-label={t('columns.title')}
      rowKey="index"
      size="small"
      pagination={false}
      dataSource={[...columns]}
      columns={[
        { key: 'header', title: t('columns.header'), render: (_, column) => <strong>{nameOf(column)}</strong> },
        { key: 'samples', title: t('columns.samples'), render: (_, column) => <Samples samples={column.samples} /> },
        {
          key: 'target',
          title: t('columns.target'),
          width: 280,
          render: (_, column) => <Target {...props} column={column} name={nameOf(column)} />,
        },
        { key: 'by', title: t('columns.by'), width: 120, render: (_, column) => <By column={column} choices={choices} /> },
      ]}
    />
  )
}

function Samples({ samples }: Pick<Column, 'samples'>) {
  return <span className="muted import-samples">{samples.join('、')}</span>
}

const attribute = 'attribute'

function Target({ column, name, choices, choose, labels, doubled }: ListProps & { column: Column; name: string }) {
  const { t } = useTranslation('imports')
  const field = fieldOf(column, choices)
  const clash = field !== null && doubled.has(field)
  return (
    <>
      <Select<Field | typeof attribute>
        className="wide"
        aria-label={t('columns.targetOf', { header: name })}
        aria-invalid={clash}
        status={clash ? 'error' : ''}
        showSearch={{ optionFilterProp: 'label' }}
        value={field ?? attribute}
        options={[{ value: attribute, label: t('columns.attribute') }, ...Array.from(labels, ([value, label]) => ({ value, label }))]}
        onChange={(chosen) => choose(column.index, chosen === attribute ? null : chosen)}
      />
      {clash ? (
        <div role="alert" className="import-clash">
          {t('columns.twice', { field: labels.get(field) ?? field })}
        </div>
      ) : null}
    </>
  )
}

const colors = { synonym: 'success', manual: 'processing', attribute: 'default' } as const

function By({ column, choices }: { column: Column; choices: Choices }) {
  const { t } = useTranslation('imports')
  const changed = choices[column.index] !== undefined
  const by = changed ? 'manual' : (column.matched_by ?? attribute)
  return <Tag color={colors[by]}>{t(`columns.matched.${by}`)}</Tag>
}
