import { CloseOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { CustomerPicker } from '@/shared/ui/customer-picker'
import { DateField } from '@/shared/ui/date-field'
import { byTitle, useActions } from './actions'
import { customerIn, type AuditEntry } from './api'
import { PersonPicker } from './person-picker'
import type { AuditSearch } from './search'

type Props = {
  search: AuditSearch
  patch: (change: Partial<AuditSearch>) => void
  reset: () => void
  /** What is listed may name actions of a newer server, which this page has no words for. */
  seen: readonly AuditEntry[]
}

export const isFiltered = ({ actor_id, customer_id, action, outcome, from, to }: AuditSearch): boolean =>
  [actor_id, customer_id, action, outcome, from, to].some((value) => value !== undefined)

export function AuditFilters({ search, patch, reset, seen }: Props) {
  const { t } = useTranslation('audit')
  const { t: c } = useTranslation()
  const chosen = customerIn(seen, search.customer_id)
  const change = (some: Partial<AuditSearch>) => patch({ ...some, open: undefined })
  return (
    <div className="filters" role="search" aria-label={t('filter.label')}>
      <PersonPicker
        className="audit-filter"
        aria-label={t('filter.actor')}
        placeholder={t('filter.actor')}
        value={search.actor_id}
        onChange={(actor_id) => change({ actor_id })}
      />
      {search.customer_id === undefined ? (
        <CustomerPicker
          className="audit-filter audit-who"
          aria-label={t('filter.customer')}
          onChange={(customer_id) => change({ customer_id })}
        />
      ) : (
        <Button
          className="audit-filter audit-customer"
          icon={<CloseOutlined aria-hidden />}
          iconPlacement="end"
          onClick={() => change({ customer_id: undefined })}
        >
          <span className="visually-hidden">{t('filter.otherCustomer')}</span>
          <span className="audit-chosen">
            {chosen === null || chosen === undefined ? t('filter.customer') : `${chosen.name} · ${chosen.number}`}
          </span>
        </Button>
      )}
      <Select
        className="audit-filter"
        aria-label={t('filter.action')}
        placeholder={t('filter.action')}
        allowClear
        showSearch={{ filterOption: byTitle }}
        popupMatchSelectWidth={false}
        value={search.action}
        options={useActions(seen, search.action)}
        onChange={(action) => change({ action })}
      />
      <Select
        className="audit-outcome"
        aria-label={t('filter.outcome')}
        placeholder={t('filter.outcome')}
        allowClear
        value={search.outcome}
        options={(['done', 'refused'] as const).map((value) => ({ value, label: t(`outcome.${value}`) }))}
        onChange={(outcome) => change({ outcome })}
      />
      <span className="audit-days">
        <DateField
          aria-label={t('filter.from')}
          placeholder={t('filter.from')}
          value={search.from}
          onChange={(day) => change({ from: day ?? undefined })}
        />
        <span aria-hidden="true">–</span>
        <DateField
          aria-label={t('filter.to')}
          placeholder={t('filter.to')}
          value={search.to}
          onChange={(day) => change({ to: day ?? undefined })}
        />
      </span>
      {isFiltered(search) ? (
        <Button type="text" onClick={reset}>
          {c('action.clear')}
        </Button>
      ) : null}
    </div>
  )
}
