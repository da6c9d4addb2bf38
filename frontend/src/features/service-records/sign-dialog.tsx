import { Alert, Input, Modal, Radio, Button } from 'antd'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { formatDateTime } from '@/shared/lib/date'
import { sayProblem } from '@/shared/lib/say-problem'
import { useSign, type ServiceRecord } from './api'
import { signatureOf } from './light/draft'
import { SignatureCanvas } from './light/signature-canvas'
import { SignedText } from './light/signed-text'
import { isDrawn, noDrawing } from './light/strokes'

type Props = { record: ServiceRecord; guard: (change: Promise<unknown>) => Promise<void>; onClose: () => void }

/** Signed later than written: the same text, the same pad. */
export function SignDialog({ record, guard, onClose }: Props) {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const nameId = useId()
  const sign = useSign(record)
  const [method, setMethod] = useState<'drawn' | 'paper'>('drawn')
  const [name, setName] = useState('')
  const [drawing, setDrawing] = useState(noDrawing)
  const [problem, setProblem] = useState<string>()
  const submit = async () => {
    if (name.trim() === '') return setProblem(t('sign.needName'))
    if (method === 'drawn' && !isDrawn(drawing)) return setProblem(t('sign.needDrawing'))
    setProblem(undefined)
    await guard(sign.mutateAsync(signatureOf(method, name, drawing))).catch((cause: unknown) => setProblem(sayAll(cause)))
  }
  return (
    <Modal
      open
      title={t('sign.title')}
      okText={t('sign.submit')}
      cancelText={c('action.cancel')}
      okButtonProps={{ loading: sign.isPending }}
      onOk={() => void submit()}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <div className="sign-form">
        <SignedText draft={textOf(record)} />
        {problem === undefined ? null : <Alert role="alert" type="error" showIcon title={problem} />}
        <Radio.Group
          aria-label={t('sign.way')}
          value={method}
          options={(['drawn', 'paper'] as const).map((value) => ({ value, label: t(`sign.ways.${value}`) }))}
          onChange={(event) => setMethod(event.target.value === 'paper' ? 'paper' : 'drawn')}
        />
        <label htmlFor={nameId}>{t('sign.signer')}</label>
        <Input id={nameId} maxLength={100} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
        {method === 'drawn' ? (
          <>
            <SignatureCanvas label={t('sign.pad')} drawing={drawing} locked={false} onDraw={setDrawing} />
            <Button onClick={() => setDrawing(noDrawing)}>{t('sign.clear')}</Button>
          </>
        ) : (
          <p className="muted">{t('sign.paperNote')}</p>
        )}
      </div>
    </Modal>
  )
}

function textOf(record: ServiceRecord) {
  const { customer, method, occurred_at, place, phone, people_met, content, need, handling_status, handling } = record
  return {
    customer,
    method,
    occurred_at: formatDateTime(occurred_at),
    place: place ?? '',
    phone: phone ?? '',
    people: people_met.map(({ name, role_title }, index) => ({ key: String(index), name, role_title: role_title ?? '' })),
    content,
    need: need ?? '',
    handling_status,
    handling: handling ?? '',
  }
}

function sayAll(cause: unknown): string {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  return errors.length === 0 ? sayProblem(cause) : errors.map(({ detail }) => detail).join('\n')
}
