import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { customerOptions } from './api'

/** Whom the application is about, so that nobody applies for a namesake. */
export function CustomerFacts({ id }: { id: string | undefined }) {
  const { t } = useTranslation('approvals')
  const { data } = useQuery(customerOptions(id))
  if (data === undefined || data.id !== id) return null
  const special = data.special_ends_on ? t('form.specialUntil', { date: data.special_ends_on }) : t('form.notSpecial')
  const facts = [data.number, data.employer, data.post, data.mobile ?? data.phone, special].filter(Boolean)
  return (
    <p className="muted customer-facts" aria-label={t('form.customerFacts')} role="group">
      {facts.join(' · ')}{' '}
      <Link to="/customers/$customerId" params={{ customerId: data.id }}>
        {t('page.customer')}
      </Link>
    </p>
  )
}
