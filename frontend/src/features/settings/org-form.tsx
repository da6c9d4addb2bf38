import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { createOrg, orgChoicesOptions } from './api'

export function OrgForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const queryClient = useQueryClient()
  const { data: orgs } = useQuery(orgChoicesOptions)
  const submit = async (values: Schemas['NewOrg']) => {
    await createOrg(values)
    await queryClient.invalidateQueries({ queryKey: ['orgs'] })
  }
  const required = (label: string) => [{ required: true, message: c('required', { field: label }) }]
  return (
    <FormDrawer<Schemas['NewOrg']> title={t('org.create')} open onClose={onClose} onSubmit={submit}>
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
