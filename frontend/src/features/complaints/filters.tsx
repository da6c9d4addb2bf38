import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http } from '@/api/client'
import { levels, statuses, terms, type ComplaintSearch } from './search'

type Props = { search: ComplaintSearch; patch: (change: Partial<ComplaintSearch>) => void; reset: () => void }

export const isFiltered = ({ q, status, level, due, mine, customer_id }: ComplaintSearch): boolean =>
  [q, status, level, due, mine, customer_id].some((value) => value !== undefined)

/** Everything chosen here is in the address, so a filtered list can be sent to a colleague. */
export function ComplaintFilters({ search, patch, reset }: Props) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation('shell')
  return (
    <div className="filters" role="search" aria-label={t('filter.label')}>
      <TextFilter key={search.q ?? ''} value={search.q} onSearch={(q) => patch({ q })} />
      <Select
        className="filter"
        aria-label={t('filter.status')}
        placeholder={t('filter.status')}
        allowClear
        value={search.status}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => patch({ status })}
      />
      <Select
        className="filter"
        aria-label={t('filter.level')}
        placeholder={t('filter.level')}
        allowClear
        value={search.level}
        options={levels.map((value) => ({ value, label: c(`complaint.level.l${value}`) }))}
        onChange={(level) => patch({ level })}
      />
      <Select
        className="filter"
        aria-label={t('filter.due')}
        placeholder={t('filter.due')}
        allowClear
        value={search.due}
        options={terms.map((value) => ({ value, label: t(`due.${value}`) }))}
        onChange={(due) => patch({ due })}
      />
      <Checkbox checked={search.mine === true} onChange={(event) => patch({ mine: event.target.checked || undefined })}>
        {t('filter.mine')}
      </Checkbox>
      {search.customer_id === undefined ? null : (
        <CustomerFilter id={search.customer_id} remove={() => patch({ customer_id: undefined })} />
      )}
      {isFiltered(search) ? (
        <Button type="text" onClick={reset}>
          {t('filter.clear')}
        </Button>
      ) : null}
    </div>
  )
}

function TextFilter({ value, onSearch }: { value: string | undefined; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation('complaints')
  const [text, setText] = useState(value ?? '')
  return (
    <Input.Search
      className="filter-text"
      aria-label={t('filter.q')}
      placeholder={t('filter.q')}
      allowClear
      maxLength={100}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={(typed) => onSearch(typed.trim() || undefined)}
    />
  )
}

function CustomerFilter({ id, remove }: { id: string; remove: () => void }) {
  const { t } = useTranslation('complaints')
  const { data } = useQuery({
    queryKey: ['customers', 'picked', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })),
  })
  return (
    <Tag className="filter-chip">
      {[t('filter.customer'), data?.name].filter(Boolean).join(' · ')}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={`${t('filter.clear')} ${t('filter.customer')}`}
        onClick={remove}
      />
    </Tag>
  )
}
