import './light.css'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { readDraft } from '@/shared/lib/draft'
import { ErrorPanel } from '@/shared/ui/error-panel'
import { customerOptions } from '../api'
import type { NewRecordSearch } from '../search'
import { emptyDraft, type Draft } from './draft'
import { RecordForm } from './record-form'

/** Written at the customer's, on a phone: native fields, everything within the thumb's reach, nothing of antd. */
export function NewRecordPage() {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const preset = useSearch({ strict: false }) as NewRecordSearch
  const me = useMe()
  // A draft belongs to whom it was begun for.
  const draftName = `service-record.${me.id}.${preset.customer_id ?? ''}.${preset.complaint_id ?? ''}`
  const customer = useQuery(customerOptions(preset.customer_id))
  // Written by this page only; who changes the shape changes the name.
  const kept = readDraft(draftName) as Draft | undefined
  return (
    <div className="light">
      <title>{`${t('form.title')} · ${c('product')}`}</title>
      <header className="light-top">
        <button type="button" className="btn touch" onClick={() => globalThis.history.back()}>
          {t('form.back')}
        </button>
        <h1>{t('form.title')}</h1>
      </header>
      <main>
        {customer.error === null ? null : <ErrorPanel cause={customer.error} retry={() => void customer.refetch()} />}
        {customer.isLoading ? (
          <p role="status" className="muted">
            {c('loading')}
          </p>
        ) : (
          <RecordForm
            key={draftName}
            draftName={draftName}
            first={kept ?? emptyDraft(customer.data ?? null)}
            restored={kept !== undefined}
            preset={customer.data ?? null}
            complaintId={preset.complaint_id}
          />
        )}
      </main>
    </div>
  )
}
