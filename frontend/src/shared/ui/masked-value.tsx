import { EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Popover, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { sayProblem } from '@/shared/lib/say-problem'

type Props = {
  /** The field's name for people: 手机. */
  label: string
  value: string | null | undefined
  /** Is it masked: does the record's `masked` list the field? */
  masked: boolean
  /** Asks the server for the value; undefined when the user may not. The purpose goes to the audit log. */
  reveal?: ((purpose: string) => Promise<string>) | undefined
}

const shownForMs = 60_000

/** A masked value with a way to see it: a reason first, then for a minute only. */
export function MaskedValue({ label, value, masked, reveal }: Props) {
  const { t } = useTranslation()
  const [plain, setPlain] = useState<string>()
  useEffect(() => {
    if (plain === undefined) return undefined
    const timer = setTimeout(() => setPlain(undefined), shownForMs)
    return () => clearTimeout(timer)
  }, [plain])
  if (value === null || value === undefined || value === '') return <span className="muted">{t('none')}</span>
  if (!masked) return <span className="tabular">{value}</span>
  return (
    <span className="masked">
      <span className="tabular" aria-live="polite">
        {plain ?? value}
      </span>
      {plain === undefined && reveal !== undefined ? <Ask label={label} reveal={reveal} onShown={setPlain} /> : null}
    </span>
  )
}

function Ask({
  label,
  reveal,
  onShown,
}: {
  label: string
  reveal: (purpose: string) => Promise<string>
  onShown: (plain: string) => void
}) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const name = `${t('action.reveal')} ${label}`
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      title={name}
      content={<Purpose reveal={reveal} onShown={onShown} />}
    >
      <Tooltip title={open ? '' : name}>
        <Button type="text" size="small" icon={<EyeOutlined />} aria-label={name} aria-expanded={open} />
      </Tooltip>
    </Popover>
  )
}

function Purpose({ reveal, onShown }: { reveal: (purpose: string) => Promise<string>; onShown: (plain: string) => void }) {
  const { t } = useTranslation()
  const [purpose, setPurpose] = useState('')
  const [problem, setProblem] = useState<string>()
  const [asking, setAsking] = useState(false)
  const ask = () => {
    setAsking(true)
    reveal(purpose.trim())
      .then(onShown, (cause: unknown) => setProblem(sayProblem(cause)))
      .finally(() => setAsking(false))
  }
  return (
    <form
      className="purpose"
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <label>
        {t('masked.purpose')}
        <Input
          value={purpose}
          maxLength={200}
          placeholder={t('masked.purposePlaceholder')}
          onChange={(event) => setPurpose(event.target.value)}
        />
      </label>
      <p className="muted">{t('masked.why')}</p>
      {problem === undefined ? null : <Alert role="alert" type="error" title={problem} />}
      <Button type="primary" htmlType="submit" loading={asking} disabled={purpose.trim() === ''}>
        {t('action.reveal')}
      </Button>
    </form>
  )
}
