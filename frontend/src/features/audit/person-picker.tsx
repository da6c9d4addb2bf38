import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSettled } from '@/shared/lib/settled'
import { peopleOptions, personOptions } from './api'

type Props = {
  value: string | undefined
  onChange: (id: string | undefined) => void
  className?: string
  'aria-label': string
  placeholder: string
}

/** Finds a member of staff by name or user name while one types. */
export function PersonPicker({ value, onChange, ...rest }: Props) {
  const { t } = useTranslation('audit')
  const [text, setText] = useState('')
  const found = useQuery(peopleOptions(useSettled(text.trim())))
  const { data: chosen } = useQuery(personOptions(value))
  const people = found.data?.items ?? []
  const known = chosen !== undefined && !people.some(({ id }) => id === chosen.id) ? [chosen] : []
  return (
    <Select
      {...rest}
      allowClear
      value={value}
      onChange={(id: string | undefined) => onChange(id)}
      showSearch={{ filterOption: false, onSearch: setText }}
      loading={found.isFetching}
      options={[...known, ...people].map(({ id, name, username, org_name }) => ({
        value: id,
        label: `${name} · ${username}`,
        org_name,
      }))}
      labelRender={({ label }) => label ?? chosen?.name ?? t('filter.actor')}
      notFoundContent={<span role="status">{t(found.isFetching ? 'filter.searching' : 'filter.nobody')}</span>}
    />
  )
}
