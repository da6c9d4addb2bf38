import { Alert, App, Button, Drawer, Form, type FormInstance, type FormProps } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { applyProblem } from '@/shared/lib/form-problem'
import { maskedIn } from '@/shared/lib/changes'
import { usePhone } from '@/shared/lib/media'

type Props<T extends object> = {
  title: string
  open: boolean
  onClose: () => void
  /** Sends the form; a refusal finds its way to the fields. Resolves when it is saved. */
  onSubmit: (values: T) => Promise<unknown>
  initialValues?: FormProps<T>['initialValues']
  submitLabel?: string
  /** The whole form is sent, not only what was changed: then even an untouched text must hold no masked number. */
  whole?: boolean
  /** Given by those that set or watch fields from outside. */
  form?: FormInstance<T>
  width?: number
  /** The fields: `Form.Item`s named as the API names them. */
  children: ReactNode
}

/** A form in a drawer: server errors at their fields, ⌘Enter saves, nothing typed is lost by a stray click. */
export function FormDrawer<T extends object>({ title, open, onClose, width = 560, ...rest }: Props<T>) {
  const [own] = Form.useForm<T>()
  const form = rest.form ?? own
  const phone = usePhone()
  const [saving, setSaving] = useState(false)
  const close = useGuardedClose(form, onClose)
  return (
    <Drawer
      title={title}
      open={open}
      onClose={saving ? () => {} : close}
      size={phone ? '100%' : width}
      destroyOnHidden
      mask={{ closable: true }}
    >
      {open ? <Body {...rest} form={form} saving={saving} setSaving={setSaving} onClose={onClose} onCancel={close} /> : null}
    </Drawer>
  )
}

type BodyProps<T extends object> = Omit<Props<T>, 'title' | 'open' | 'form'> & {
  form: FormInstance<T>
  saving: boolean
  setSaving: (saving: boolean) => void
  onCancel: () => void
}

function Body<T extends object>({
  form,
  saving,
  setSaving,
  onSubmit,
  onClose,
  onCancel,
  initialValues,
  submitLabel,
  whole = false,
  children,
}: BodyProps<T>) {
  const { t } = useTranslation()
  const { t: s } = useTranslation('shell')
  const [banner, setBanner] = useState<string>()
  useWarnBeforeUnload(form)
  const submit = async (values: T) => {
    if (saving) return
    const masked = findMasked(form, initialValues, whole)
    if (masked.length > 0) {
      form.setFields(masked.map(({ name, found }) => ({ name, errors: [s('retype', { found })] })) as never)
      return form.scrollToField((masked[0] as Masked).name, { focus: true, block: 'center' })
    }
    setSaving(true)
    setBanner(undefined)
    try {
      await onSubmit(values)
      onClose()
    } catch (cause) {
      // Who he is, or his password, is asked for above the form; then it can be sent again.
      if (!isAskedAgain(cause)) setBanner(applyProblem(form, cause))
    } finally {
      setSaving(false)
    }
  }
  return (
    <Form<T>
      form={form}
      // Fields' ids begin with it: a field `content` must not share the id of the page's <main>.
      name="form"
      layout="vertical"
      scrollToFirstError={{ focus: true, block: 'center' }}
      onFinish={(values) => void submit(values)}
      // What the server said of the old value is no longer true.
      onValuesChange={(changed: object) => form.setFields(Object.keys(changed).map((name) => ({ name, errors: [] })) as never)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.nativeEvent.isComposing) form.submit()
      }}
      {...(initialValues === undefined ? {} : { initialValues })}
    >
      {banner === undefined ? null : <Alert role="alert" type="error" showIcon title={banner} className="form-banner" />}
      {children}
      <div className="form-actions">
        <Button onClick={onCancel} disabled={saving}>
          {t('action.cancel')}
        </Button>
        <Button type="primary" htmlType="submit" loading={saving}>
          {submitLabel ?? t('action.save')}
        </Button>
      </div>
    </Form>
  )
}

const isAskedAgain = (cause: unknown): boolean =>
  cause instanceof ProblemError && (cause.status === 401 || (cause.status === 403 && cause.code === 'step-up-required'))

type Masked = { name: (string | number)[]; found: string }

/** Texts that somebody has changed and that still hold a number of which part is hidden: sent back, it would be lost. */
function findMasked<T extends object>(form: FormInstance<T>, before: unknown, whole: boolean): Masked[] {
  return form.getFieldsError().flatMap(({ name }) => {
    const path: Masked['name'] = name
    const value: unknown = form.getFieldValue(path as never)
    if (typeof value !== 'string' || (!whole && value === at(before, path))) return []
    const found = maskedIn(value)
    return found === undefined ? [] : [{ name: path, found }]
  })
}

const at = (record: unknown, path: Masked['name']): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | null | undefined)?.[key], record)

function useGuardedClose<T extends object>(form: FormInstance<T>, onClose: () => void): () => void {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  return () => {
    if (!form.isFieldsTouched()) return onClose()
    modal.confirm({
      title: t('dirty.title'),
      content: t('dirty.body'),
      okText: t('dirty.discard'),
      okButtonProps: { danger: true },
      cancelText: t('dirty.stay'),
      autoFocusButton: 'cancel',
      onOk: onClose,
    })
  }
}

function useWarnBeforeUnload<T extends object>(form: FormInstance<T>): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (form.isFieldsTouched()) event.preventDefault()
    }
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [form])
}
