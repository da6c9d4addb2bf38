import { Button, Checkbox, Form, Input, Radio, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { DateField } from '@/shared/ui/date-field'
import { endOfTerm } from './term'

/** The fields of the paper form, for applying and for correcting alike. Named as the API names them, below `form`. */
export function FormFields() {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const required = (label: string) => [{ required: true, whitespace: true, message: c('required', { field: label }) }]
  const suggestions = (['basic', 'hd', 'sport', 'film', 'child'] as const).map((key) => t(`form.packages.${key}`))
  return (
    <>
      <Form.Item name={['form', 'special_kind']} label={t('field.special_kind')} rules={required(t('field.special_kind'))}>
        <Radio.Group options={(['leader', 'partner'] as const).map((value) => ({ value, label: t(`specialKind.${value}`) }))} />
      </Form.Item>
      <Form.Item name={['form', 'reason']} label={t('field.reason')} rules={required(t('field.reason'))}>
        <Input.TextArea rows={4} maxLength={4000} placeholder={t('form.reasonHint')} />
      </Form.Item>
      <div className="checks">
        <Form.Item name={['form', 'special_contribution']} valuePropName="checked">
          <Checkbox>{t('field.special_contribution')}</Checkbox>
        </Form.Item>
        <Form.Item name={['form', 'on_our_network']} valuePropName="checked">
          <Checkbox>{t('field.on_our_network')}</Checkbox>
        </Form.Item>
      </div>
      <Form.Item name={['form', 'device_type']} label={t('field.device_type')}>
        <Input maxLength={100} placeholder={t('form.deviceHint')} />
      </Form.Item>
      <Form.Item name={['form', 'programme_packages']} label={t('field.programme_packages')}>
        <Select
          mode="tags"
          placeholder={t('form.packagesHint')}
          tokenSeparators={[',', '，', '、', ';', '；']}
          options={suggestions.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      <TermFields />
    </>
  )
}

function TermFields() {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  const form = Form.useFormInstance()
  const required = (label: string) => ({ required: true, message: c('required', { field: label }) })
  const notBackwards = {
    validator: (_: unknown, ends: string | null) => {
      const starts: unknown = form.getFieldValue(['form', 'starts_on'])
      const backwards = typeof starts === 'string' && typeof ends === 'string' && ends < starts
      return backwards ? Promise.reject(new Error(t('form.termBackwards'))) : Promise.resolve()
    },
  }
  const last = (months: number) => {
    const starts: unknown = form.getFieldValue(['form', 'starts_on'])
    if (typeof starts === 'string') form.setFieldValue(['form', 'ends_on'], endOfTerm(starts, months))
  }
  return (
    <>
      <div className="term">
        <Form.Item name={['form', 'starts_on']} label={t('field.starts_on')} rules={[required(t('field.starts_on'))]}>
          <DateField />
        </Form.Item>
        <Form.Item
          name={['form', 'ends_on']}
          label={t('field.ends_on')}
          extra={t('form.endsHint')}
          dependencies={[['form', 'starts_on']]}
          rules={[required(t('field.ends_on')), notBackwards]}
        >
          <DateField />
        </Form.Item>
      </div>
      <div className="lengths" role="group" aria-label={t('form.length')}>
        <Button onClick={() => last(6)}>{t('form.months', { count: 6 })}</Button>
        <Button onClick={() => last(12)}>{t('form.year')}</Button>
        <Button onClick={() => last(24)}>{t('form.years', { count: 2 })}</Button>
      </div>
    </>
  )
}
