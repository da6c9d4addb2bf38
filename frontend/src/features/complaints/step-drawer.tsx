import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, type FormInstance } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { serverNow } from '@/api/skew'
import { formatDateTime } from '@/shared/lib/date'
import { packOfOrgOptions } from '@/shared/lib/policy'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { complaintOptions, useStep, type Complaint, type Step } from './api'
import { LevelField } from './level-field'

type Values = { text?: string; comment?: string; reason?: string; level?: Schemas['ComplaintLevel'] }
type Props = { action: Step['action']; complaint: Complaint; onClose: () => void }

/** One step of handling. When the complaint has moved on meanwhile, it is loaded anew and what was typed stays. */
export function StepDrawer({ action, complaint, onClose }: Props) {
  const { t } = useTranslation('complaints')
  const { message } = App.useApp()
  const queryClient = useQueryClient()
  const [form] = Form.useForm<Values>()
  const step = useStep(complaint)
  const submit = async (values: Values) => {
    try {
      await step.mutateAsync(stepOf(action, values))
      message.success(t(`step.${action}.done`))
    } catch (cause) {
      if (!(cause instanceof ProblemError) || (cause.status !== 412 && cause.status !== 409)) throw cause
      await queryClient.invalidateQueries({ queryKey: complaintOptions(complaint.id).queryKey })
      const detail = cause.status === 412 ? t('page.reloaded') : t('page.moved', { detail: cause.message })
      throw new ProblemError({ ...cause.problem, status: 409, detail })
    }
  }
  return (
    <FormDrawer<Values>
      title={t(`step.${action}.title`)}
      open
      onClose={onClose}
      onSubmit={submit}
      submitLabel={t(`step.${action}.submit`)}
      form={form}
    >
      {action === 'change_level' ? <LevelFields complaint={complaint} form={form} /> : <TextFields action={action} />}
    </FormDrawer>
  )
}

function stepOf(action: Step['action'], { text = '', comment, reason = '', level }: Values): Step {
  if (action === 'reply') return { action, body: { text } }
  if (action === 'change_level') return { action, body: { level: level ?? 1, reason } }
  const said = comment?.trim() ? { comment: comment.trim() } : {}
  return { action, body: { satisfied: action === 'confirm', ...said } }
}

function TextFields({ action }: { action: Exclude<Step['action'], 'change_level'> }) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation()
  const label = t(`step.${action}.field`)
  const required = action !== 'confirm'
  const name = action === 'reply' ? 'text' : 'comment'
  useFocus(`form_${name}`)
  return (
    <>
      <p className="muted">{t(`step.${action}.note`)}</p>
      <Form.Item name={name} label={label} rules={[{ required, whitespace: required, message: c('required', { field: label }) }]}>
        <Input.TextArea rows={6} maxLength={4000} placeholder={t(`step.${action}.placeholder`)} />
      </Form.Item>
    </>
  )
}

function LevelFields({ complaint, form }: { complaint: Complaint; form: FormInstance<Values> }) {
  const { t } = useTranslation('complaints')
  const { t: c } = useTranslation()
  const field = t('step.change_level.field')
  const reason = t('step.change_level.reason')
  return (
    <>
      <p className="muted">{t('step.change_level.note', { time: formatDateTime(complaint.received_at) })}</p>
      <Form.Item
        name="level"
        label={field}
        rules={[{ required: true, message: c('required', { field }) }]}
        extra={<NewLimit complaint={complaint} form={form} />}
      >
        <LevelField orgId={complaint.org.id} without={complaint.level} />
      </Form.Item>
      <Form.Item name="reason" label={reason} rules={[{ required: true, whitespace: true, message: c('required', { field: reason }) }]}>
        <Input.TextArea rows={4} maxLength={1000} placeholder={t('step.change_level.placeholder')} />
      </Form.Item>
    </>
  )
}

/** What the change would mean, before it is made. The server's answer is what counts. */
function NewLimit({ complaint, form }: { complaint: Complaint; form: FormInstance<Values> }) {
  const { t } = useTranslation('complaints')
  const level = Form.useWatch('level', form)
  const { data } = useQuery(packOfOrgOptions(complaint.org.id))
  const promise = data?.pack.levels.find((one) => one.level === level)
  if (promise === undefined) return null
  const due = Date.parse(complaint.received_at) + promise.resolveMs
  const key = due <= serverNow() ? 'step.change_level.past' : 'step.change_level.preview'
  return <span role="status">{t(key, { time: formatDateTime(due) })}</span>
}

/** After the drawer has taken the focus for itself. */
function useFocus(id: string): void {
  useEffect(() => {
    const timer = setTimeout(() => document.getElementById(id)?.focus(), 100)
    return () => clearTimeout(timer)
  }, [id])
}
