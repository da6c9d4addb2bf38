import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { maskedIn } from '@/shared/lib/changes'
import { sayProblem } from '@/shared/lib/say-problem'
import { MaskedValue } from '@/shared/ui/masked-value'
import { RevealBar } from '@/shared/ui/reveal/reveal-bar'
import { useReveal, type Reveal } from '@/shared/ui/reveal/use-reveal'
import { removePerson, type Customer, type KeyPerson } from './api'
import { Part } from './part'

const PersonDrawer = lazy(() => import('./person-drawer').then((file) => ({ default: file.PersonDrawer })))

type Props = { customer: Customer; persons: readonly KeyPerson[] }

export function KeyPersons({ customer, persons }: Props) {
  const { t } = useTranslation('customers')
  // The person as he was when his form was opened; `new` for a form without one.
  const [editing, setEditing] = useState<KeyPerson | 'new'>()
  const reason = reasonAgainst(customer, 'edit')
  return (
    <Part
      title={t('person.title')}
      count={persons.length}
      extra={
        <Guarded permission="customer.write" reason={reason} hide>
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing('new')}>
            {t('person.create')}
          </Button>
        </Guarded>
      }
    >
      {persons.length === 0 ? <p className="muted">{t('person.none')}</p> : null}
      <ul className="rows">
        {persons.map((person) => (
          <Person key={person.id} person={person} reason={reason} onEdit={() => setEditing(person)} />
        ))}
      </ul>
      <Suspense fallback={null}>
        {editing === undefined ? null : (
          <PersonDrawer customer={customer} person={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
        )}
      </Suspense>
    </Part>
  )
}

type PersonProps = { person: KeyPerson; reason: string | undefined; onEdit: () => void }

function Person({ person, reason, onEdit }: PersonProps) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  const { modal, message } = App.useApp()
  const queryClient = useQueryClient()
  const masked = personal.filter((field) => isMasked(person, field)).map((field) => ({ field, label: t(`person.${field}`) }))
  const reveal = useReveal({ customerId: person.customer_id, record: { key_person_id: person.id }, name: person.name }, masked)
  const remove = useMutation({
    mutationFn: removePerson,
    onSuccess: () => void message.success(t('person.removed', { name: person.name })),
    onError: (cause) => void message.error(sayProblem(cause)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['customers'] }),
  })
  const confirm = () =>
    void modal.confirm({
      title: t('person.removeTitle', { name: person.name }),
      okText: t('person.remove'),
      okButtonProps: { danger: true },
      cancelText: c('action.cancel'),
      onOk: () => remove.mutateAsync(person).catch(() => undefined),
    })
  return (
    <li className="row">
      <div className="row-main">
        <strong>{person.name}</strong> <span>{[person.department, person.role_title].filter(Boolean).join(' · ')}</span>
        <div className="muted row-more">
          {person.mobile ? <Personal person={person} field="mobile" reveal={reveal} /> : null}
          {person.birthday ? <span className="tabular">{`${t('person.birthday')} ${person.birthday}`}</span> : null}
          {person.remark ? <Personal person={person} field="remark" reveal={reveal} /> : null}
        </div>
      </div>
      <Guarded permission="customer.write" reason={reason} hide>
        <Button type="text" icon={<EditOutlined />} aria-label={t('person.editOf', { name: person.name })} onClick={onEdit} />
      </Guarded>
      <Guarded permission="customer.write" reason={reason} hide>
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('person.removeOf', { name: person.name })} onClick={confirm} />
      </Guarded>
      <RevealBar reveal={reveal} />
    </li>
  )
}

const personal = ['mobile', 'remark'] as const
type PersonalPart = (typeof personal)[number]

/** The server masks numbers in a remark without naming it. */
const isMasked = (person: KeyPerson, field: PersonalPart): boolean =>
  person.masked.includes(field) || (field === 'remark' && maskedIn(person.remark ?? '') !== undefined)

function Personal({ person, field, reveal }: { person: KeyPerson; field: PersonalPart; reveal: Reveal }) {
  const { t } = useTranslation('customers')
  const label = t('person.fieldOf', { name: person.name, field: t(`person.${field}`) })
  return <MaskedValue label={label} value={person[field]} masked={isMasked(person, field)} {...reveal.of(field)} />
}
