import { queryOptions, useQuery } from '@tanstack/react-query'
import { Select, type RefSelectProps } from 'antd'
import { useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { call, http, type Schemas } from '@/api/client'
import { sayProblem } from '@/shared/lib/say-problem'
import { useSettled } from '@/shared/lib/settled'

type Hit = Schemas['CustomerSummary']

const foundOptions = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'search', q],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers', { params: { query: { q, limit: 8 } }, signal })),
    enabled: q !== '',
  })

const chosenOptions = (id: string | undefined) =>
  queryOptions({
    queryKey: ['customers', 'picked', id],
    queryFn: ({ signal }) => call(http.GET('/api/v1/customers/{id}', { params: { path: { id: id ?? '' } }, signal })),
    enabled: id !== undefined && id !== '',
    staleTime: 60_000,
  })

type Props = {
  /** `value`, `onChange` and `id` come from the `Form.Item`. */
  value?: string | undefined
  onChange?: (id: string | undefined) => void
  id?: string
  /** For use outside a form. */
  'aria-label'?: string
  autoFocus?: boolean
  allowClear?: boolean
  className?: string
  ref?: Ref<RefSelectProps>
}

/** Finds a customer while one types: by name, pinyin, initials, number or the last digits of a phone. */
export function CustomerPicker({ value, onChange, ref, ...rest }: Props) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const typed = text.trim()
  const q = useSettled(typed)
  const found = useQuery(foundOptions(q))
  const { data: chosen } = useQuery(chosenOptions(value))
  // Only what was found for the very text: Enter must never pick from an older answer.
  const hits = q === '' || q !== typed ? [] : (found.data?.items ?? [])
  const known = chosen !== undefined && !hits.some((hit) => hit.id === chosen.id) ? [chosen] : []
  const nothing =
    typed === ''
      ? t('picker.hint')
      : found.isError
        ? sayProblem(found.error)
        : q !== typed || found.isFetching
          ? t('picker.searching')
          : t('picker.none', { q })
  return (
    <Select
      {...rest}
      {...(ref === undefined ? {} : { ref })}
      value={value}
      onChange={(id: string | undefined) => onChange?.(id)}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={t('picker.placeholder')}
      options={[...hits, ...(typed === '' ? known : [])].map((customer) => ({ value: customer.id, label: nameOf(customer), customer }))}
      optionRender={optionOf}
      labelRender={({ label }) => label ?? (chosen === undefined ? t('picker.searching') : nameOf(chosen))}
      notFoundContent={<span role="status">{nothing}</span>}
    />
  )
}

type Shown = Pick<Hit, 'id' | 'name' | 'number'> & {
  mobile?: string | null
  phone?: string | null
  employer?: string | null
  owner?: { name: string }
}

const nameOf = ({ name, number }: Shown): string => `${name} · ${number}`

function Option({ customer }: { customer: Shown }) {
  return (
    <span className="picker-option">
      <span>
        {customer.name} <span className="muted tabular">{customer.number}</span>
      </span>
      <span className="muted picker-more">
        {[customer.mobile ?? customer.phone, customer.employer, customer.owner?.name].filter(Boolean).join(' · ')}
      </span>
    </span>
  )
}

const optionOf = ({ data }: { data: { customer: Shown } }) => <Option customer={data.customer} />
