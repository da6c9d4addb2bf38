import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft, Errors } from './draft'
import { Choice, Field, FieldError, idOf } from './fields'
import { SignatureCanvas } from './signature-canvas'
import { SignedText } from './signed-text'
import { isDrawn, noDrawing } from './strokes'

type Props = { draft: Draft; set: (patch: Partial<Draft>) => void; errors: Errors }

/** The customer reads what is recorded and signs it, on the screen or on the paper form. */
export function SignatureField({ draft, set, errors }: Props) {
  const { t } = useTranslation('service-records')
  return (
    <section className="card" aria-labelledby="signature-title">
      <h2 id="signature-title">{t('sign.title')}</h2>
      {draft.handling_status === 'solved' && draft.signing === 'none' ? <p className="notice">{t('sign.hintSolved')}</p> : null}
      <Choice
        name="signing"
        label={t('sign.way')}
        value={draft.signing}
        options={(['none', 'drawn', 'paper'] as const).map((value) => ({ value, label: t(`sign.ways.${value}`) }))}
        onChange={(signing) => set({ signing })}
        error={errors['signature']}
      />
      {draft.signing === 'none' ? null : (
        <>
          <SignedText draft={draft} />
          <Field name="signature/signer_name" label={t('sign.signer')} required error={errors['signature/signer_name']}>
            {(aria) => (
              <input
                {...aria}
                maxLength={100}
                autoComplete="off"
                value={draft.signer_name}
                onChange={(event) => set({ signer_name: event.target.value })}
              />
            )}
          </Field>
          {draft.signing === 'drawn' ? <Pad draft={draft} set={set} error={errors['signature/strokes']} /> : null}
          {draft.signing === 'paper' ? <p className="muted lf-note">{t('sign.paperNote')}</p> : null}
        </>
      )}
    </section>
  )
}

function Pad({ draft, set, error }: { draft: Draft; set: Props['set']; error: string | undefined }) {
  const { t } = useTranslation('service-records')
  const [lacks, setLacks] = useState<string>()
  const id = idOf('signature/strokes')
  const confirm = () => {
    if (draft.signer_name.trim() === '') return setLacks(t('sign.needName'))
    if (!isDrawn(draft.drawing)) return setLacks(t('sign.needDrawing'))
    setLacks(undefined)
    set({ confirmed: true })
  }
  return (
    <div className="lf" id={id} tabIndex={-1}>
      <p className="muted lf-note">{t('sign.padHint')}</p>
      <SignatureCanvas label={t('sign.pad')} drawing={draft.drawing} locked={draft.confirmed} onDraw={(drawing) => set({ drawing })} />
      <div className="signature-actions">
        {draft.confirmed ? (
          <button type="button" className="btn touch" onClick={() => set({ confirmed: false, drawing: noDrawing })}>
            {t('sign.again')}
          </button>
        ) : (
          <>
            <button type="button" className="btn touch" onClick={() => set({ drawing: noDrawing })}>
              {t('sign.clear')}
            </button>
            <button type="button" className="btn touch btn-primary" onClick={confirm}>
              {t('sign.confirm')}
            </button>
          </>
        )}
        <span role="status">{draft.confirmed ? t('sign.confirmed') : ''}</span>
      </div>
      <FieldError id={id} error={draft.confirmed ? error : (lacks ?? error)} />
    </div>
  )
}
