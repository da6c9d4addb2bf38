import { Button, Descriptions } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { MaskedValue } from '@/shared/ui/masked-value'
import { RevealBar } from '@/shared/ui/reveal/reveal-bar'
import { useReveal, type Reveal } from '@/shared/ui/reveal/use-reveal'
import type { Customer } from './api'
import { asks, groups, type CustomerField } from './customer-form'
import { Part } from './part'
import type { PersonalField } from './words'

const fields = Object.values(groups)
  .flat()
  .filter((field) => field !== 'name' && field !== 'kind' && field !== 'status')

/** The file, field by field, with what is masked and a way to see it. */
export function CustomerFile({ customer }: { customer: Customer }) {
  const { t } = useTranslation('customers')
  const masked = customer.masked.map((field) => ({ field, label: t(`field.${field}`) }))
  const reveal = useReveal({ customerId: customer.id }, masked, reasonAgainst(customer, 'reveal') === undefined)
  const first = customer.masked[0]
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
          children: <Value customer={customer} field={field} reveal={reveal} />,
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
    </Part>
  )
}

type ValueProps = { customer: Customer; field: CustomerField; reveal: Reveal }

function Value({ customer, field, reveal }: ValueProps) {
  const { t } = useTranslation('customers')
  if (field === 'sex' && customer.sex) return t(`sex.${customer.sex}`)
  const personal = customer.masked.find((one): one is PersonalField => one === field)
  return (
    <MaskedValue
      label={t(`field.${field}`)}
      value={customer[field]}
      masked={personal !== undefined}
      {...(personal === undefined ? {} : reveal.of(personal))}
    />
  )
}
