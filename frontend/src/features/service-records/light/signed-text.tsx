import './signature.css'
import { useTranslation } from 'react-i18next'
import { hasPhone, hasPlace, type Draft } from './draft'

/** The very text that the customer signs, as he reads it above the pad. */
export function SignedText({ draft }: { draft: Omit<Draft, 'signing' | 'drawing' | 'confirmed' | 'signer_name'> }) {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const people = draft.people.map(({ name, role_title }) => [name, role_title].filter(Boolean).join(' ')).filter(Boolean)
  const rows = [
    [t('field.customer'), draft.customer?.name],
    [t('field.occurred_at'), draft.occurred_at.slice(0, 16).replace('T', ' ')],
    [t('field.method'), t(`method.${draft.method}`)],
    [t('field.place'), hasPlace(draft.method) ? draft.place : ''],
    [t('field.phone'), hasPhone(draft.method) ? draft.phone : ''],
    [t('field.people_met'), people.join(c('list.and'))],
    [t('field.content'), draft.content],
    [t('field.need'), draft.need],
    [t('field.handling_status'), t(`handlingStatus.${draft.handling_status}`)],
    [t('field.handling'), draft.handling],
  ] as const
  return (
    <dl className="signed-text" aria-label={t('sign.text')}>
      {rows
        .filter(([, value]) => value !== undefined && value.trim() !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}
