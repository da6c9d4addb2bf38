import { useState } from 'react'
import { useTranslation } from 'react-i18next'

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation()
  const [done, setDone] = useState(false)
  const copy = () => {
    // The clipboard needs https or localhost; without it the text can still be selected by hand.
    void navigator.clipboard?.writeText(text).then(() => setDone(true))
  }
  return (
    <button type="button" className="btn btn-small" onClick={copy}>
      <span aria-live="polite">{done ? t('action.copied') : t('action.copy')}</span>
    </button>
  )
}
