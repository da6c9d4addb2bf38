import { useQuery } from '@tanstack/react-query'
import { App, Checkbox, Form, Input, Radio } from 'antd'
import { cloneElement, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { endOfDay, formatDate } from '@/shared/lib/date'
import { DateField } from '@/shared/ui/date-field'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeClient, clientOptions, createClient, grantable, useChange, type ApiClient } from './api'
import type { Secret } from './secret-dialog'

type Values = { name: string; org_id?: string; permissions: string[]; reach: ApiClient['reach']; expires_on?: string | null }

type Props = {
  id: string | undefined
  /** A choice of units, which another feature has. */
  orgField: ReactElement<object>
  onSecret: (secret: Secret) => void
  onClose: () => void
}

export function ClientDrawer({ id, ...rest }: Props) {
  const { data } = useQuery({ ...clientOptions(id ?? ''), enabled: id !== undefined })
  if (id === undefined) return <ClientForm client={undefined} {...rest} />
  return data === undefined ? null : <ClientForm client={data} {...rest} />
}

function ClientForm({ client, orgField, onSecret, onClose }: Omit<Props, 'id'> & { client: ApiClient | undefined }) {
  const { t } = useTranslation('clients')
  const { t: c } = useTranslation()
  const { message } = App.useApp()
  const change = useChange(t('stale'))
  const required = (field: 'name' | 'org_id' | 'permissions') => [
    { required: true, message: c('required', { field: t(`field.${field}`) }) },
  ]
  const submit = async (values: Values) => {
    if (client === undefined) {
      const made = await change(() => createClient(newOf(values)))
      return onSecret({ client: made, secret: made.client_secret, isNew: true })
    }
    const changes = changesOf(client, values)
    if (Object.keys(changes).length > 0) await change(() => changeClient(client, changes))
    return message.success(t('changed'))
  }
  return (
    <FormDrawer<Values>
      title={client === undefined ? t('new') : t('edit', { name: client.name })}
      open
      onClose={onClose}
      onSubmit={submit}
      initialValues={client === undefined ? { permissions: [], reach: 'subtree' } : { ...client, expires_on: dayOf(client.expires_at) }}
    >
      <Form.Item name="name" label={t('field.name')} extra={t('extra.name')} rules={required('name')}>
        <Input autoComplete="off" maxLength={100} autoFocus />
      </Form.Item>
      {client === undefined ? (
        <Form.Item name="org_id" label={t('field.org_id')} extra={t('extra.org_id')} rules={required('org_id')}>
          {cloneElement(orgField)}
        </Form.Item>
      ) : null}
      <Form.Item name="reach" label={t('field.reach')}>
        <Radio.Group options={(['subtree', 'all'] as const).map((value) => ({ value, label: t(`reach.${value}`) }))} />
      </Form.Item>
      <Form.Item name="permissions" label={t('field.permissions')} extra={t('extra.permissions')} rules={required('permissions')}>
        <PermissionsField />
      </Form.Item>
      <Form.Item name="expires_on" label={t('field.expires_at')} extra={t('extra.expires_at')}>
        <DateField />
      </Form.Item>
    </FormDrawer>
  )
}

/** A group of boxes takes no `aria-required`, which antd's form would put on it. */
function PermissionsField({ id, value, onChange }: { id?: string; value?: string[]; onChange?: (names: string[]) => void }) {
  const { t: c } = useTranslation()
  return (
    <Checkbox.Group
      {...(id === undefined ? {} : { id })}
      className="grants"
      value={value ?? []}
      onChange={(chosen) => onChange?.(chosen)}
      options={grantable.flat().map((name) => ({ value: name, label: c(`permission.${name}`) }))}
    />
  )
}

/** The last day on which it works, in the branch's zone; the API has the first instant on which it does not. */
const dayOf = (instant: string | null | undefined): string | null => (instant ? formatDate(Date.parse(instant) - 1) : null)

const instantOf = (day: string | null | undefined): string | null =>
  day ? endOfDay(Date.parse(`${day}T12:00:00+08:00`)).toISOString() : null

const newOf = ({ name, org_id = '', permissions, reach, expires_on }: Values): Schemas['NewApiClient'] => ({
  name: name.trim(),
  org_id,
  permissions,
  reach,
  expires_at: instantOf(expires_on),
})

/** Only what differs: whoever changed something else meanwhile is not overruled. */
function changesOf(client: ApiClient, { name, permissions, reach, expires_on }: Values): Schemas['ApiClientPatch'] {
  const isSame = [...permissions].sort().join() === [...client.permissions].sort().join()
  return {
    ...(name.trim() === client.name ? {} : { name: name.trim() }),
    ...(isSame ? {} : { permissions }),
    ...(reach === client.reach ? {} : { reach }),
    ...((expires_on ?? null) === dayOf(client.expires_at) ? {} : { expires_at: instantOf(expires_on) }),
  }
}
