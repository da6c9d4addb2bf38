import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { orgsOptions } from './api'
import { flat, treeOf } from './tree'

type Props = {
  value?: string | undefined
  onChange?: (id: string | undefined) => void
  id?: string
  'aria-label'?: string
  placeholder?: string
  allowClear?: boolean
  className?: string
}

/** The units, indented as in the tree; typing finds by name or code. */
export function OrgSelect(props: Props) {
  const { data, isPending } = useQuery(orgsOptions)
  return (
    <Select
      {...props}
      loading={isPending}
      showSearch={{ optionFilterProp: 'search' }}
      options={flat(treeOf(data ?? [])).map(({ org, depth }) => ({
        value: org.id,
        label: `${'\u2003'.repeat(depth)}${org.name}`,
        search: `${org.name} ${org.code}`,
      }))}
      labelRender={({ label }) => (typeof label === 'string' ? label.trim() : label)}
    />
  )
}
