import { Tag, Timeline } from 'antd'
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '@/shared/lib/date'
import { SignatureImage } from '@/shared/ui/signature-image'
import type { Approval, Step } from './api'
import { useStepName } from './step-name'

const looks = {
  waiting: { tag: 'default', dot: 'gray' },
  pending: { tag: 'processing', dot: 'blue' },
  approved: { tag: 'success', dot: 'green' },
  returned: { tag: 'warning', dot: 'red' },
  refused: { tag: 'error', dot: 'red' },
  superseded: { tag: 'default', dot: 'gray' },
} as const

/** Who may decide, who did, when and what was said: the latest submission first. */
export function StepsPart({ approval }: { approval: Approval }) {
  const { t } = useTranslation('approvals')
  const name = useStepName()
  const rounds = [...new Set(approval.steps.map((step) => step.round))].toSorted((a, b) => b - a)
  return (
    <section className="list approval-part" aria-labelledby="steps-title">
      <h2 id="steps-title">{t('page.steps')}</h2>
      {rounds.map((round) => (
        <div key={round}>
          {rounds.length === 1 ? null : <h3 className="round-title">{t('page.round', { round })}</h3>}
          <Timeline
            items={approval.steps
              .filter((step) => step.round === round)
              .map((step) => ({
                key: step.id,
                color: looks[step.status].dot,
                content: <StepBody step={step} name={name(step)} />,
              }))}
          />
        </div>
      ))}
    </section>
  )
}

function StepBody({ step, name }: { step: Step; name: string }) {
  const { t } = useTranslation('approvals')
  return (
    <>
      <div className="step-title">
        <strong>{name}</strong>
        <Tag color={looks[step.status].tag}>{t(`stepStatus.${step.status}`)}</Tag>
      </div>
      <div>{step.org.name}</div>
      <div className="muted">{useWho(step)}</div>
      {step.comment ? <p className="step-comment pre">{step.comment}</p> : null}
      {step.signature ? (
        <SignatureImage
          className="step-signature"
          signature={step.signature}
          label={t('page.signature', { name: step.signature.signer_name })}
        />
      ) : null}
    </>
  )
}

function useWho({ status, decided_by, decided_at, approvers }: Step): string {
  const { t } = useTranslation('approvals')
  const { t: c } = useTranslation()
  if (decided_by && decided_at) return t('page.decided', { name: decided_by.name, time: formatDateTime(decided_at) })
  if (status === 'superseded') return ''
  if (approvers.length === 0) return t('page.waitsForNobody')
  const names = approvers.map((one) => one.name).join(c('list.and'))
  return t(status === 'pending' ? 'page.waitsFor' : 'page.mayDecide', { names })
}
