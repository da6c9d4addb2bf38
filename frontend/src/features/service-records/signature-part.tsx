import './light/signature.css'
import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { formatDateTime } from '@/shared/lib/date'
import { SignatureImage } from '@/shared/ui/signature-image'

/** The customer's name under the record, or that it is not there yet. */
export function SignaturePart({ signature }: { signature: Schemas['Signature'] | null }) {
  const { t } = useTranslation('service-records')
  if (signature === null) {
    return (
      <section className="list record-part record-signature" aria-labelledby="signature-title">
        <h2 id="signature-title">{t('field.signature')}</h2>
        <p className="muted">{t('page.unsigned')}</p>
      </section>
    )
  }
  const { signer_name: name, signed_at, method, matches_text } = signature
  return (
    <section className="list record-part record-signature" aria-labelledby="signature-title">
      <h2 id="signature-title">{t('field.signature')}</h2>
      {matches_text ? null : <Alert type="error" showIcon title={t('page.changed')} className="form-banner" />}
      <p>{t(method === 'paper' ? 'page.paper' : 'page.signed', { name, time: formatDateTime(signed_at) })}</p>
      <SignatureImage signature={signature} label={t('page.signatureOf', { name })} className="signature-image" />
    </section>
  )
}
