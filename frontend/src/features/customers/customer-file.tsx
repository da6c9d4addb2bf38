import { Button, Descriptions } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { useCan } from '@/shared/auth/can'
import { MaskedValue } from '@/shared/ui/masked-value'
import type { Customer } from './api'
import { asks, groups, type CustomerField } from './customer-form'
import { Part } from './part'
import { RevealBar, RevealDialog, useReveal, type Reveal } from './reveal'
import type { PersonalField } from './words'

const fields = Object.values(groups)
  .flat()
  .filter((field) => field !== 'name' && field !== 'kind' && field !== 'status')

/** The file, field by field, with what is masked and a way to see it. */
export function CustomerFile({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers')
  const reveal = useReveal()
  const first = customer.masked[0]
  const mayReveal = useCan('customer.reveal') && reasonAgainst(customer, 'reveal') === undefined
  const [whole, setWhole] = useState(false)
  const asked = fields.filter((field) => asks(field, customer.kind, customer))
  const shown = whole ? asked : asked.filter((field) => customer[field])
  const blank = asked.length - shown.length
  const attributes = Object.entries(customer.attributes)
  return (
    <Part
      title={t('page.file')}
      extra={
        first === undefined ? null : (
          <Guarded permission="customer.reveal" reason={reasonAgainst(customer, 'reveal')} hide>
            <Button size="small" onClick={() => reveal.ask(first)}>
              {t('page.reveal')}
            </Button>
          </Guarded>
        )
      }
    >
      <RevealBar reveal={reveal} />
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 1, md: 2, lg: 2, xl: 2, xxl: 3 }}
        items={shown.map((field) => ({
          key: field,
          label: t(`field.${field}`),
          children: <Value customer={customer} field={field} reveal={reveal} mayReveal={mayReveal} />,
        }))}
      />
      {blank === 0 ? null : (
        <Button type="link" size="small" className="file-more" onClick={() => setWhole(true)}>
          {t('page.blank', { count: blank })}
        </Button>
      )}
      {attributes.length === 0 ? null : (
        <details className="attributes">
          <summary>{t('page.attributes')}</summary>
          <Descriptions
            size="small"
            column={{ xs: 1, sm: 1, md: 2, lg: 2, xl: 2, xxl: 3 }}
            items={attributes.map(([key, value]) => ({ key, label: key, children: value }))}
          />
        </details>
      )}
      <RevealDialog customer={customer} reveal={reveal} />
    </Part>
  )
}

type ValueProps = { customer: Customer; field: CustomerField; reveal: Reveal; mayReveal: boolean }

function Value({ customer, field, reveal, mayReveal }: ValueProps) {
  const { t } = useTranslation('customers')
  if (field === 'sex' && customer.sex) return t(`sex.${customer.sex}`)
  const personal = customer.masked.find((one): one is PersonalField => one === field)
  return (
    <MaskedValue
      label={t(`field.${field}`)}
      value={customer[field]}
      masked={personal !== undefined}
      plain={reveal.shown?.values[field]}
      onReveal={personal !== undefined && mayReveal ? () => reveal.ask(personal) : undefined}
    />
  )
}
