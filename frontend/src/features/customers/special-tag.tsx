import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { daysUntil } from './term'

type Props = {
  kind: Schemas['SpecialKind'] | null | undefined
  endsOn: string | null | undefined
  /** Nothing at all for those who are not special. */
  quiet?: boolean
}

/** Special, as what, and until when; it warns in the last month. */
export function SpecialTag({ kind, endsOn, quiet = false }: Props) {
  const { t } = useTranslation('customers')
  const { t: c } = useTranslation()
  if (kind === null || kind === undefined) return quiet ? null : <span className="muted">{c('none')}</span>
  const left = endsOn ? daysUntil(endsOn) : undefined
  const color = left === undefined || left > 30 ? 'processing' : left < 0 ? 'error' : 'warning'
  const until = endsOn ? t(left !== undefined && left < 0 ? 'special.ended' : 'special.until', { date: endsOn }) : ''
  return (
    <Tag color={color} className="tabular">
      {t('special.tag', { kind: t(`special.${kind}`) })} {until}
    </Tag>
  )
}
