import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCan } from '@/shared/auth/can'
import { DateField } from '@/shared/ui/date-field'
import { customerOptions } from './api'
import { handlingStatuses, methods, type RecordsSearch } from './search'

type Props = { search: RecordsSearch; patch: (change: Partial<RecordsSearch>) => void; reset: () => void }

export const isFiltered = ({ method, handling_status, customer_id, mine, from, to }: RecordsSearch): boolean =>
  [method, handling_status, customer_id, mine, from, to].some((value) => value !== undefined)

/** Everything chosen here is in the address, so a filtered list can be sent to a colleague. */
export function RecordFilters({ search, patch, reset }: Props) {
  const { t } = useTranslation('service-records')
  const writes = useCan('service_record.write')
  return (
    <div className="filters" role="search" aria-label={t('list.filters')}>
      <Select
        className="filter"
        aria-label={t('field.method')}
        placeholder={t('field.method')}
        allowClear
        value={search.method}
        options={methods.map((value) => ({ value, label: t(`method.${value}`) }))}
        onChange={(method) => patch({ method })}
      />
      <Select
        className="filter"
        aria-label={t('field.handling_status')}
        placeholder={t('field.handling_status')}
        allowClear
        value={search.handling_status}
        options={handlingStatuses.map((value) => ({ value, label: t(`handlingStatus.${value}`) }))}
        onChange={(handling_status) => patch({ handling_status })}
      />
      {(['from', 'to'] as const).map((end) => (
        <DateField
          key={end}
          className="filter"
          aria-label={`${t('list.days')} ${t(`list.${end}`)}`}
          placeholder={`${t('list.days')} ${t(`list.${end}`)}`}
          value={search[end]}
          onChange={(day) => patch({ [end]: day ?? undefined })}
        />
      ))}
      {writes ? (
        <Checkbox checked={search.mine === true} onChange={(event) => patch({ mine: event.target.checked || undefined })}>
          {t('list.mine')}
        </Checkbox>
      ) : null}
      {search.customer_id === undefined ? null : <CustomerChip id={search.customer_id} remove={() => patch({ customer_id: undefined })} />}
      {isFiltered(search) ? (
        <Button type="text" onClick={reset}>
          {t('list.clear')}
        </Button>
      ) : null}
    </div>
  )
}

function CustomerChip({ id, remove }: { id: string; remove: () => void }) {
  const { t } = useTranslation('service-records')
  const { data } = useQuery(customerOptions(id))
  return (
    <Tag className="filter-chip">
      {[t('field.customer'), data?.name].filter(Boolean).join(' · ')}
      <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t('list.removeCustomer')} onClick={remove} />
    </Tag>
  )
}
