import { Steps } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePhone } from '@/shared/lib/media'

type Props = { current: 0 | 1 | 2 | 3 | 4; status?: 'process' | 'error' | 'finish' | undefined }

const steps = ['upload', 'columns', 'check', 'commit', 'done'] as const

/** Where an import stands. */
export function ImportSteps({ current, status = 'process' }: Props) {
  const { t } = useTranslation('imports')
  const phone = usePhone()
  if (phone) return <p className="import-step">{`${current + 1} / ${steps.length} ${t(`steps.${steps[current]}`)}`}</p>
  return (
    <nav aria-label={t('steps.label')} className="import-steps">
      <Steps size="small" current={current} status={status} items={steps.map((step) => ({ title: t(`steps.${step}`) }))} />
    </nav>
  )
}
