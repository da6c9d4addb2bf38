import { Form, Input, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { changedOnly } from '@/shared/lib/changes'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { useEdit, type ServiceRecord } from './api'
import { handlingStatuses, methods } from './search'

type Values = Pick<Schemas['ServiceRecordPatch'], 'method' | 'place' | 'content' | 'need' | 'handling_status' | 'handling'>
type Props = { record: ServiceRecord; guard: (change: Promise<unknown>) => Promise<void>; onClose: () => void }

/** What may still be mended on the day it was written. */
export function RecordDrawer({ record, guard, onClose }: Props) {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const edit = useEdit(record)
  const { method, place, content, need, handling_status, handling } = record
  const before = { method, place, content, need, handling_status, handling }
  const submit = async (values: Values) => {
    const said = { ...values, place: values.place || null, need: values.need || null, handling: values.handling || null }
    const changes = changedOnly<Values>(before, said)
    if (Object.keys(changes).length > 0) await guard(edit.mutateAsync(changes))
  }
  return (
    <FormDrawer<Values> title={t('page.edit')} open onClose={onClose} onSubmit={submit} initialValues={before}>
      <Form.Item name="method" label={t('field.method')}>
        <Radio.Group options={methods.map((value) => ({ value, label: t(`method.${value}`) }))} />
      </Form.Item>
      <Form.Item name="place" label={t('field.place')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name="content"
        label={t('field.content')}
        rules={[{ required: true, whitespace: true, message: c('required', { field: t('field.content') }) }]}
      >
        <Input.TextArea rows={4} maxLength={4000} />
      </Form.Item>
      <Form.Item name="need" label={t('field.need')}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
      <Form.Item name="handling_status" label={t('field.handling_status')}>
        <Radio.Group options={handlingStatuses.map((value) => ({ value, label: t(`handlingStatus.${value}`) }))} />
      </Form.Item>
      <Form.Item name="handling" label={t('field.handling')}>
        <Input.TextArea rows={3} maxLength={4000} />
      </Form.Item>
    </FormDrawer>
  )
}
