import { SearchOutlined } from '@ant-design/icons'
import { Button, Input, Select } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DateField } from '@/shared/ui/date-field'
import type { CustomerSearch } from './search'
import { kinds, specialKinds, statuses } from './words'

type Props = {
  search: CustomerSearch
  patch: (change: Partial<CustomerSearch>) => void
  /** The name of the account manager in the URL, as far as the page knows it. */
  ownerName: string | undefined
}

export const isFiltered = ({ sort: _sort, limit: _limit, cursor: _cursor, create: _create, ...filters }: CustomerSearch): boolean =>
  Object.values(filters).some((value) => value !== undefined)

const none: Partial<CustomerSearch> = {
  q: undefined,
  kind: undefined,
  special: undefined,
  special_kind: undefined,
  status: undefined,
  tier: undefined,
  owner: undefined,
  org_id: undefined,
  ends_before: undefined,
}

export function CustomerFilters({ search, patch, ownerName }: Props) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  return (
    <search className="filters" aria-label={t('filter.label')}>
      <SearchField q={search.q} onSearch={(q) => patch({ q })} />
      <Pick label={t('filter.owner')} value={search.owner} onChange={(owner) => patch({ owner })} options={ownersOf(search.owner)} />
      <Pick
        label={t('filter.kind')}
        value={search.kind}
        onChange={(kind) => patch({ kind })}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Pick
        label={t('filter.special')}
        value={search.special === undefined ? undefined : String(search.special)}
        onChange={(value) => patch({ special: value === undefined ? undefined : value === 'true', special_kind: undefined })}
        options={[
          { value: 'true', label: t('filter.specialOnly') },
          { value: 'false', label: t('filter.specialNot') },
        ]}
      />
      {search.special === true ? <SpecialFilters search={search} patch={patch} /> : null}
      <Pick
        label={t('filter.status')}
        value={search.status}
        onChange={(status) => patch({ status })}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
      {isFiltered(search) ? (
        <Button type="link" onClick={() => patch(none)}>
          {c('action.clear')}
        </Button>
      ) : null}
    </search>
  )

  function ownersOf(owner: string | undefined) {
    const mine = { value: 'me', label: t('filter.mine') }
    return owner === undefined || owner === 'me' ? [mine] : [mine, { value: owner, label: ownerName ?? '…' }]
  }
}

function SpecialFilters({ search, patch }: Pick<Props, 'search' | 'patch'>) {
  const { t } = useTranslation('customers')
  return (
    <>
      <Pick
        label={t('filter.specialKind')}
        value={search.special_kind}
        onChange={(special_kind) => patch({ special_kind })}
        options={specialKinds.map((value) => ({ value, label: t(`special.${value}`) }))}
      />
      <DateField
        className="filter"
        aria-label={t('filter.endsBefore')}
        placeholder={t('filter.endsBefore')}
        value={search.ends_before}
        onChange={(day) => patch({ ends_before: day ?? undefined })}
      />
    </>
  )
}

type PickProps<V extends string> = {
  label: string
  value: V | undefined
  options: { value: V; label: string }[]
  onChange: (value: V | undefined) => void
}

/** One condition of the list; its placeholder says what it means when nothing is chosen. */
function Pick<V extends string>({ label, value, options, onChange }: PickProps<V>) {
  return (
    <Select<V>
      className="filter"
      aria-label={label}
      placeholder={label}
      allowClear
      value={value ?? null}
      options={options}
      // antd gives undefined when it is cleared.
      onChange={(chosen) => onChange(chosen ?? undefined)}
      popupMatchSelectWidth={false}
    />
  )
}

/** Searches when one stops typing, not while an input method composes. */
function SearchField({ q, onSearch }: { q: string | undefined; onSearch: (q: string | undefined) => void }) {
  const { t } = useTranslation('customers')
  const [text, setText] = useState(q ?? '')
  const [sent, setSent] = useState(q)
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (q !== sent) {
    // Somebody else has set it: a link, the search at the top, "clear".
    setSent(q)
    setText(q ?? '')
  }
  const send = (typed: string) => {
    clearTimeout(waiting.current)
    const next = typed.trim() === '' ? undefined : typed.trim()
    if (next === sent) return
    setSent(next)
    onSearch(next)
  }
  const sendSoon = (typed: string) => {
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => send(typed), 300)
  }
  return (
    <Input
      type="search"
      className="filter-q"
      prefix={<SearchOutlined aria-hidden />}
      aria-label={t('filter.search')}
      placeholder={t('filter.q')}
      maxLength={100}
      allowClear
      value={text}
      onChange={({ target, nativeEvent }) => {
        setText(target.value)
        if (!('isComposing' in nativeEvent && nativeEvent.isComposing === true)) sendSoon(target.value)
      }}
      onPressEnter={() => send(text)}
      onCompositionEnd={({ currentTarget }) => sendSoon(currentTarget.value)}
    />
  )
}
