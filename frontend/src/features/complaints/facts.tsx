import type { ReactNode } from 'react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { MaskedValue } from '@/shared/ui/masked-value'
import type { Reveal } from '@/shared/ui/reveal/use-reveal'
import type { Complaint } from './api'
import { hasMaskedPhone } from './personal'

export function Facts({ complaint, reveal }: { complaint: Complaint; reveal: Reveal }) {
  const { t } = useTranslation('complaints')
  const { contact_phone } = complaint
  return (
    <section className="complaint-facts" aria-labelledby="facts">
      <h2 id="facts">{t('page.facts')}</h2>
      <dl>
        <Fact name={t('field.customer')}>
          <Link to="/customers/$customerId" params={{ customerId: complaint.customer.id }}>
            {complaint.customer.name}
          </Link>
          <br />
          <span className="muted tabular">{complaint.customer.number}</span>
        </Fact>
        <Fact name={t('field.contact')}>{complaint.contact_name}</Fact>
        <Fact name={t('field.contact_phone')}>
          {contact_phone ? (
            <MaskedValue
              label={t('field.contact_phone')}
              value={contact_phone}
              masked={hasMaskedPhone(complaint)}
              {...reveal.of('phone')}
            />
          ) : null}
        </Fact>
        <Fact name={t('field.channel')}>{t(`channel.${complaint.channel}`)}</Fact>
        <Fact name={t('field.category')}>{complaint.category}</Fact>
        <Fact name={t('field.owner')}>{complaint.owner.name}</Fact>
        <Fact name={t('field.org')}>{complaint.org.name}</Fact>
        <Fact name={t('field.received_at')}>{formatDateTime(complaint.received_at)}</Fact>
        <Fact name={t('field.closed_at')}>{complaint.closed_at ? formatDateTime(complaint.closed_at) : null}</Fact>
      </dl>
    </section>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (!children) return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
