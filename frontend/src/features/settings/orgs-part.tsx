import { PlusOutlined } from '@ant-design/icons'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { Guarded } from '@/shared/auth/guarded'
import { useUrlState } from '@/shared/lib/url-state'
import { DataTable, type Columns } from '@/shared/ui/data-table'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { createOrg, orgChoicesOptions, orgsOptions } from './api'
import type { SettingsSearch } from './search'

type Org = Schemas['Org']

export function OrgsPart() {
  const { t } = useTranslation('settings')
  const { search, patch } = useUrlState<SettingsSearch>()
  const query = useQuery(orgsOptions(search))
  const [creating, setCreating] = useState(false)
  const columns: Columns<Org> = [
    { key: 'name', title: t('org.name'), dataIndex: 'name' },
    { key: 'code', title: t('org.code'), dataIndex: 'code', className: 'tabular' },
    { key: 'level', title: t('org.level'), render: (_, org) => t(`org.levels.${org.level}`) },
    { key: 'policy_code', title: t('org.policy'), dataIndex: 'policy_code' },
  ]
  return (
    <>
      <div className="filters">
        <Guarded permission="org.manage" hide>
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('org.create')}
          </Button>
        </Guarded>
      </div>
      <DataTable
        label={t('tab.orgs')}
        query={query}
        columns={columns}
        search={search}
        onSearch={patch}
        card={(org) => (
          <>
            <strong>{org.name}</strong>
            <div className="muted">
              {org.code} · {t(`org.levels.${org.level}`)} · {org.policy_code}
            </div>
          </>
        )}
      />
      <OrgForm open={creating} onClose={() => setCreating(false)} />
    </>
  )
}

function OrgForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const queryClient = useQueryClient()
  const { data: orgs } = useQuery({ ...orgChoicesOptions, enabled: open })
  const submit = async (values: Schemas['NewOrg']) => {
    await createOrg(values)
    await queryClient.invalidateQueries({ queryKey: ['orgs'] })
  }
  const required = (label: string) => [{ required: true, message: c('required', { field: label }) }]
  return (
    <FormDrawer<Schemas['NewOrg']> title={t('org.create')} open={open} onClose={onClose} onSubmit={submit}>
      <Form.Item name="parent_id" label={t('org.parent')} rules={required(t('org.parent'))}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={orgs?.items.map((org) => ({ value: org.id, label: `${org.name}（${org.code}）` })) ?? []}
        />
      </Form.Item>
      <Form.Item name="name" label={t('org.name')} rules={required(t('org.name'))}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="code" label={t('org.code')} rules={required(t('org.code'))}>
        <Input maxLength={8} inputMode="numeric" />
      </Form.Item>
      <Form.Item name="level" label={t('org.level')} rules={required(t('org.level'))}>
        <Select options={(['branch', 'department', 'outlet'] as const).map((value) => ({ value, label: t(`org.levels.${value}`) }))} />
      </Form.Item>
    </FormDrawer>
  )
}
