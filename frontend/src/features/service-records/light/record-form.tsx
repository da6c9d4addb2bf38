import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState, type SubmitEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { dropDraft, keepDraft } from '@/shared/lib/draft'
import { sayProblem } from '@/shared/lib/say-problem'
import { useWrite } from '../api'
import { bodyOf, change, emptyDraft, missing, type Draft, type Errors, type Subject } from './draft'
import { idOf } from './fields'
import { RecordFields } from './record-fields'
import { SignatureField } from './signature-field'

type Props = { draftName: string; first: Draft; restored: boolean; preset: Subject | null; complaintId: string | undefined }

export function RecordForm({ draftName, first, restored, preset, complaintId }: Props) {
  const { t } = useTranslation('service-records')
  const { draft, set, reset, dirty } = useDraft(draftName, first, restored)
  const { submit, errors, banner, pending } = useSubmit(draftName, draft, complaintId)
  const count = Object.keys(errors).length
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      {restored ? (
        <p className="notice restored" role="status">
          {t('form.restored')}
          <button type="button" className="btn touch" onClick={() => reset(emptyDraft(preset))}>
            {t('form.discard')}
          </button>
        </p>
      ) : null}
      <RecordFields draft={draft} set={set} errors={errors} />
      <SignatureField draft={draft} set={set} errors={errors} />
      <div className="light-bar">
        <div role="alert" className="light-problem">
          {banner ?? (count === 0 ? '' : t('form.problems', { count }))}
        </div>
        <p className="muted light-kept">{dirty ? t('form.kept') : ''}</p>
        <button type="submit" className="btn btn-primary touch" disabled={pending}>
          {t(pending ? 'form.saving' : 'form.save')}
        </button>
      </div>
    </form>
  )
}

function useDraft(name: string, first: Draft, restored: boolean) {
  const [draft, setDraft] = useState(first)
  const [dirty, setDirty] = useState(restored)
  useEffect(() => {
    if (!dirty) return undefined
    const timer = setTimeout(() => keepDraft(name, draft), 300)
    const now = () => keepDraft(name, draft)
    // A phone may take the page away without another word.
    addEventListener('pagehide', now)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', now)
    }
  }, [name, draft, dirty])
  const set = (patch: Partial<Draft>) => {
    setDraft((before) => change(before, patch))
    setDirty(true)
  }
  const reset = (empty: Draft) => {
    dropDraft(name)
    setDraft(empty)
    setDirty(false)
  }
  return { draft, set, reset, dirty }
}

function useSubmit(draftName: string, draft: Draft, complaintId: string | undefined) {
  const { t } = useTranslation('service-records')
  const { t: c } = useTranslation()
  const navigate = useNavigate()
  const write = useWrite()
  const [errors, setErrors] = useState<Errors>({})
  const [banner, setBanner] = useState<string>()
  const refuse = (found: Errors, rest: string | undefined) => {
    setErrors(found)
    setBanner(rest)
    const first = Object.keys(found)[0]
    if (first !== undefined) document.getElementById(idOf(first))?.focus()
  }
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (write.isPending) return
    const lacks = missing(draft, {
      required: (field) => c('required', { field: field === 'person' ? t('form.personName') : t(`field.${field}`) }),
      sign: (what) => t(`sign.${what}`),
    })
    if (draft.customer === null || Object.keys(lacks).length > 0) return refuse(lacks, undefined)
    refuse({}, undefined)
    try {
      const record = await write.mutateAsync(bodyOf(draft, draft.customer, complaintId))
      dropDraft(draftName)
      await navigate({ to: '/service-records/$serviceRecordId', params: { serviceRecordId: record.id }, replace: true })
    } catch (cause) {
      refuse(...placed(cause))
    }
  }
  return { submit, errors, banner, pending: write.isPending }
}

/** Where a field of this page stands for what the server names; everything else is said above the button. */
const places =
  /^(customer_id|method|occurred_at|place|phone|content|need|handling_status|handling|people_met\/\d+\/name|signature(\/(signer_name|strokes))?)$/

function placed(cause: unknown): [Errors, string | undefined] {
  const errors = cause instanceof ProblemError ? (cause.problem.errors ?? []) : []
  const found: Record<string, string> = {}
  const rest: string[] = []
  for (const { pointer, detail } of errors) {
    const name = pointer.slice(1)
    if (places.test(name)) found[name] = detail
    else rest.push(detail)
  }
  if (errors.length === 0) return [{}, sayProblem(cause)]
  return [found, rest.length === 0 ? undefined : rest.join('\n')]
}
