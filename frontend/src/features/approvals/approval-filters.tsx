import { CloseOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Select, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCan } from '@/shared/auth/can'
import { customerOptions, waitingCountOptions } from './api'
import { kinds, statuses, views, type ApprovalsSearch, type View } from './search'

type Props = { search: ApprovalsSearch; view: View; patch: (change: Partial<ApprovalsSearch>) => void; reset: () => void }

export const isFiltered = ({ status, kind, customer_id }: ApprovalsSearch): boolean =>
  [status, kind, customer_id].some((value) => value !== undefined)

/** Everything chosen here is in the address, so a filtered list can be sent to a colleague. */
export function ApprovalFilters({ search, view, patch, reset }: Props) {
  const { t } = useTranslation('approvals')
  const labels = useViewLabels()
  return (
    <div className="filters" role="search" aria-label={t('title')}>
      <Segmented aria-label={t('list.views')} value={view} options={labels} onChange={(next) => patch({ view: next })} />
      <Select
        className="filter"
        aria-label={t('list.status')}
        placeholder={t('list.status')}
        allowClear
        value={search.status}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
        onChange={(status) => patch({ status })}
      />
      <Select
        className="filter"
        aria-label={t('list.kind')}
        placeholder={t('list.kind')}
        allowClear
        value={search.kind}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(kind) => patch({ kind })}
      />
      {search.customer_id === undefined ? null : <CustomerChip id={search.customer_id} remove={() => patch({ customer_id: undefined })} />}
      {isFiltered(search) ? (
        <Button
          type="text"
          onClick={search.view === undefined ? reset : () => patch({ status: undefined, kind: undefined, customer_id: undefined })}
        >
          {t('list.clear')}
        </Button>
      ) : null}
    </div>
  )
}

/** The number of those that wait stands beside the view's name. */
function useViewLabels() {
  const { t } = useTranslation('approvals')
  const decides = useCan('approval.decide')
  const { data } = useQuery({ ...waitingCountOptions, enabled: decides })
  return views.map((value) => {
    const name = t(`list.view.${value}`)
    return { value, label: value === 'waiting' && data?.total ? `${name} ${data.total}` : name }
  })
}

function CustomerChip({ id, remove }: { id: string; remove: () => void }) {
  const { t } = useTranslation('approvals')
  const { data } = useQuery(customerOptions(id))
  return (
    <Tag className="filter-chip">
      {[t('list.customer'), data?.name].filter(Boolean).join(' · ')}
      <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t('list.removeCustomer')} onClick={remove} />
    </Tag>
  )
}
