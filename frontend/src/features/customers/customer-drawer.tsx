import { App, Button, Form } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { ProblemError } from '@/api/problem'
import { FormDrawer } from '@/shared/ui/form-drawer'
import { changeCustomer, createCustomer, readCustomer, type Customer } from './api'
import { changesOf, filled, type FormValues } from './changes'
import { CustomerFields } from './customer-fields'
import { initialOf, type CustomerField } from './customer-form'

type Props = {
  /** The customer to edit; a new one without. */
  customer?: Customer
  onClose: () => void
  onSaved: (customer: Customer) => void
}

/** A new customer, or changes to one. Keeps the version it was opened with, whatever comes in meanwhile. */
export function CustomerDrawer({ customer: given, onClose, onSaved }: Props) {
  const { t } = useTranslation('customers')
  const { message } = App.useApp()
  const [opened, setOpened] = useState(given)
  const [cleared, setCleared] = useState<readonly CustomerField[]>([])
  const [stale, setStale] = useState(false)
  const saved = useRef<Customer>(undefined)
  const [form] = Form.useForm<FormValues>()
  const queryClient = useQueryClient()

  const submit = async (values: FormValues) => {
    setStale(false)
    try {
      saved.current = await send(values)
    } catch (cause) {
      setStale(cause instanceof ProblemError && cause.status === 412)
      throw cause
    }
    void queryClient.invalidateQueries({ queryKey: ['customers'] })
  }
  const send = async (values: FormValues): Promise<Customer> => {
    if (opened === undefined) {
      const customer = await createCustomer(filled(values) as Schemas['NewCustomer'])
      void message.success(t('created', { name: customer.name }))
      return customer
    }
    const changes = changesOf(opened, values, opened.masked, cleared) as Schemas['CustomerPatch']
    const changed = Object.keys(changes).length > 0
    const customer = changed ? await changeCustomer(opened, changes) : opened
    void message.success(t(changed ? 'saved' : 'unchanged'))
    return customer
  }
  const reload = async (id: string) => {
    const fresh = await readCustomer(id)
    setOpened(fresh)
    setCleared([])
    setStale(false)
    form.setFieldsValue(initialOf(fresh))
  }
  return (
    <FormDrawer<FormValues>
      // Without this the refusal of the old version would stay above the new one.
      key={opened?.version}
      title={opened === undefined ? t('create') : t('editOf', { name: opened.name })}
      open
      form={form}
      width={640}
      onClose={() => (saved.current === undefined ? onClose() : onSaved(saved.current))}
      onSubmit={submit}
      initialValues={initialOf(opened)}
    >
      {stale && opened !== undefined ? (
        <Button className="form-banner" onClick={() => void reload(opened.id)}>
          {t('form.reload')}
        </Button>
      ) : null}
      <CustomerFields customer={opened} cleared={cleared} onClear={setCleared} />
    </FormDrawer>
  )
}
