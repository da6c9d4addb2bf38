import { useTranslation } from 'react-i18next'
import { maskedIn } from '@/shared/lib/changes'
import { useReveal, type Masked, type Reveal } from '@/shared/ui/reveal/use-reveal'
import type { Complaint } from './api'

/** What of a complaint is masked: the number to call, and numbers in what the customer said. */
export function useContactReveal(complaint: Complaint): Reveal {
  const { t } = useTranslation('complaints')
  const masked: Masked[] = []
  if (hasMaskedPhone(complaint)) masked.push({ field: 'phone', label: t('field.contact_phone') })
  if (hasMaskedContent(complaint)) masked.push({ field: 'remark', label: t('field.content') })
  return useReveal({ customerId: complaint.customer.id, record: { complaint_id: complaint.id } }, masked)
}

export const hasMaskedPhone = ({ masked }: Complaint): boolean => masked.includes('contact_phone')

/** The server masks numbers in texts without naming the text. */
export const hasMaskedContent = ({ content }: Complaint): boolean => maskedIn(content) !== undefined
