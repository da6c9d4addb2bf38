import './approvals.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useBlocker, useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, App, Button, Form, Modal, Radio, Skeleton } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { applyProblem } from '@/shared/lib/form-problem'
import { CustomerPicker } from '@/shared/ui/customer-picker'
import { PageHeader } from '@/shared/ui/page-header'
import { customerOptions, useApply } from './api'
import { firstForm, previewOf, wholeForm, type Draft } from './application'
import { CustomerFacts } from './customer-facts'
import { FormFields } from './form-fields'
import { RoutePanel } from './route-panel'
import { kinds, type ApplicationSearch } from './search'

/** A link may bring the customer along; the form waits for him, because his term decides the first dates. */
export function ApplicationPage() {
  const preset = useSearch({ strict: false }) as ApplicationSearch
  const { data, isLoading } = useQuery(customerOptions(preset.customer_id))
  if (isLoading) return <Skeleton active className="late" />
  return <ApplicationForm key={preset.customer_id ?? ''} kind={preset.kind ?? 'special_opening'} customer={data} />
}

type Props = { kind: Draft['kind']; customer: Schemas['Customer'] | undefined }

function ApplicationForm({ kind, customer }: Props) {
  const { t } = useTranslation('approvals')
  const [form] = Form.useForm<Draft>()
  const draft = Form.useWatch([], form) as Draft | undefined
  const { submit, banner, pending, done } = useSubmit(form)
  const renews = (draft?.kind ?? kind) === 'renewal'
  const follow = useDefaults(form)
  return (
    <>
      <PageHeader title={t(renews ? 'form.titleRenewal' : 'form.titleOpening')}>
        <p className="muted lead">{t('form.lead')}</p>
      </PageHeader>
      <div className="application">
        <Form<Draft>
          form={form}
          layout="vertical"
          className="list application-form"
          initialValues={{ kind, customer_id: customer?.id, form: firstForm(kind, customer) }}
          scrollToFirstError={{ focus: true, block: 'center' }}
          onValuesChange={(changed: Partial<Draft>, all) => follow(changed, all)}
          onFinish={(values) => void submit(values)}
        >
          {banner === undefined ? null : <Alert role="alert" type="error" showIcon title={banner} className="form-banner" />}
          <SubjectFields customerId={draft?.customer_id} />
          <FormFields />
          <div className="application-actions">
            <Button type="primary" size="large" htmlType="submit" loading={pending}>
              {t('form.submit')}
            </Button>
          </div>
        </Form>
        <RoutePanel wanted={draft === undefined ? undefined : previewOf(draft)} />
      </div>
      <LeaveGuard isDirty={() => !done.current && form.isFieldsTouched()} />
    </>
  )
}

function SubjectFields({ customerId }: { customerId: string | undefined }) {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  return (
    <>
      <Form.Item name="kind" label={t('field.kind')}>
        <Radio.Group optionType="button" options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      </Form.Item>
      <Form.Item
        name="customer_id"
        label={t('field.customer')}
        rules={[{ required: true, message: c('required', { field: t('field.customer') }) }]}
        extra={<CustomerFacts id={customerId} />}
      >
        <CustomerPicker />
      </Form.Item>
    </>
  )
}

/** Another customer or kind brings its own first dates, unless the user has set dates already. */
function useDefaults(form: ReturnType<typeof Form.useForm<Draft>>[0]) {
  const queryClient = useQueryClient()
  return (changed: Partial<Draft>, { kind, customer_id }: Draft) => {
    const concerns = 'kind' in changed || 'customer_id' in changed
    if (
      !concerns ||
      form.isFieldsTouched([
        ['form', 'starts_on'],
        ['form', 'ends_on'],
      ])
    )
      return
    const found = customer_id === undefined ? undefined : queryClient.fetchQuery(customerOptions(customer_id))
    void Promise.resolve(found)
      .catch(() => undefined)
      .then((customer) => {
        const { starts_on, ends_on, special_kind } = firstForm(kind, customer)
        const chosen: unknown = form.getFieldValue(['form', 'special_kind'])
        form.setFieldsValue({ form: { starts_on, ends_on, ...(chosen === undefined ? { special_kind } : {}) } })
      })
  }
}

function useSubmit(form: ReturnType<typeof Form.useForm<Draft>>[0]) {
  const { t } = useTranslation('approvals')
  const { message } = App.useApp()
  const navigate = useNavigate()
  const apply = useApply()
  const [banner, setBanner] = useState<string>()
  const done = useRef(false)
  const submit = async ({ kind, customer_id, form: values }: Draft) => {
    if (customer_id === undefined || apply.isPending) return
    setBanner(undefined)
    try {
      const approval = await apply.mutateAsync({ kind, customer_id, form: wholeForm(values) })
      done.current = true
      void message.success(t('form.submitted', { number: approval.number }))
      await navigate({ to: '/approvals/$approvalId', params: { approvalId: approval.id }, replace: true })
    } catch (cause) {
      const rest = applyProblem(form, cause)
      setBanner(rest)
      if (rest !== undefined) document.querySelector('#content')?.scrollIntoView()
    }
  }
  return { submit, banner, pending: apply.isPending, done }
}

/** What was typed is not lost by a stray click. */
function LeaveGuard({ isDirty }: { isDirty: () => boolean }) {
  const { t } = useTranslation()
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true })
  return (
    <Modal
      open={blocker.status === 'blocked'}
      title={t('dirty.title')}
      okText={t('dirty.discard')}
      okButtonProps={{ danger: true }}
      cancelText={t('dirty.stay')}
      onOk={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {t('dirty.body')}
    </Modal>
  )
}
