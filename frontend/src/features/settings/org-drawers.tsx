import { App, Form, Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { createOrg, renameOrg, useChange, type Org } from './api'

const levels = ['company', 'branch', 'department', 'outlet'] as const

type Values = Omit<Schemas['NewOrg'], 'parent_id'>

export function AddOrg({ parent, onClose }: { parent: Org; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const change = useChange('orgs', t('orgs.stale'))
  const below = levels.slice(levels.indexOf(parent.level) + 1)
  const required = (field: 'code' | 'name' | 'level') => [{ required: true, message: c('required', { field: t(`org.${field}`) }) }]
  return (
    <FormDrawer<Values>
      title={t('orgs.addTo', { name: parent.name })}
      open
      onClose={onClose}
      initialValues={{ level: below[0] }}
      onSubmit={async (values) => {
        await change(() => createOrg({ ...values, parent_id: parent.id }))
        message.success(t('orgs.created', { name: values.name }))
      }}
    >
      <Form.Item name="name" label={t('org.name')} rules={required('name')}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
      <Form.Item name="code" label={t('org.code')} extra={t('org.codeExtra')} rules={required('code')}>
        <Input maxLength={32} />
      </Form.Item>
      <Form.Item name="level" label={t('org.level')} rules={required('level')}>
        <Select options={below.map((value) => ({ value, label: t(`orgLevel.${value}`) }))} />
      </Form.Item>
    </FormDrawer>
  )
}

export function RenameOrg({ org, onClose }: { org: Org; onClose: () => void }) {
  const { t } = useTranslation('settings')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const change = useChange('orgs', t('orgs.stale'))
  return (
    <FormDrawer<{ name: string }>
      title={t('orgs.renameOf', { name: org.name })}
      open
      onClose={onClose}
      initialValues={{ name: org.name }}
      onSubmit={async ({ name }) => {
        await change(() => renameOrg(org, name))
        message.success(t('orgs.changed'))
      }}
    >
      <Form.Item name="name" label={t('org.name')} rules={[{ required: true, message: c('required', { field: t('org.name') }) }]}>
        <Input maxLength={100} autoFocus />
      </Form.Item>
    </FormDrawer>
  )
}
