import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '@/shared/ui/form-drawer'
import type { Approval, Form } from './api'
import { wholeForm } from './application'
import { FormFields } from './form-fields'

type Props = { approval: Approval; onClose: () => void; onSubmit: (form: Form) => Promise<void> }

/** The applicant's correction, with what the leader wrote before his eyes. */
export function CorrectionDrawer({ approval, onClose, onSubmit }: Props) {
  const { t } = useTranslation('approvals')
  const comment = approval.steps.findLast(({ status }) => status === 'returned')?.comment
  return (
    <FormDrawer<{ form: Form }>
      title={t('edit.title', { number: approval.number })}
      open
      whole
      onClose={onClose}
      onSubmit={({ form }) => onSubmit(wholeForm({ ...approval.form, ...form }))}
      initialValues={{ form: approval.form }}
      submitLabel={t('edit.submit')}
    >
      {comment ? <Alert className="form-banner" type="warning" showIcon title={t('edit.comment')} description={comment} /> : null}
      <FormFields />
    </FormDrawer>
  )
}
