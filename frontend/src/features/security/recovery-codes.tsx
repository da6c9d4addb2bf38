import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveText } from '@/api/download'
import { serverNow } from '@/api/skew'
import { useMe } from '@/shared/auth/session'
import { formatDateTime } from '@/shared/lib/date'

/** Shown this once. Nobody leaves by a stray click: whoever has not kept them is locked out when the phone is gone. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation('security')
  const { username } = useMe()
  const [saved, setSaved] = useState(false)
  const [copied, setCopied] = useState(false)
  const head = t('totp.codes.head', { username, time: formatDateTime(serverNow()) })
  const text = [head, '', ...codes, ''].join('\n')
  return (
    <div className="recovery">
      <p role="status">{t('totp.codes.lead')}</p>
      <div className="recovery-sheet">
        <p className="recovery-head">{head}</p>
        <ol aria-label={t('totp.codes.label')}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className="recovery-actions">
        <Button onClick={() => void navigator.clipboard?.writeText(text).then(() => setCopied(true))}>
          <span aria-live="polite">{t(copied ? 'totp.codes.copied' : 'totp.codes.copy')}</span>
        </Button>
        <Button onClick={() => print()}>{t('totp.codes.print')}</Button>
        <Button onClick={() => saveText(text, `${t('totp.codes.file')}-${username}.txt`)}>{t('totp.codes.download')}</Button>
      </div>
      <div className="recovery-end">
        <Checkbox checked={saved} onChange={(event) => setSaved(event.target.checked)}>
          {t('totp.codes.saved')}
        </Checkbox>
        <Button type="primary" disabled={!saved} onClick={onDone}>
          {t('totp.codes.close')}
        </Button>
      </div>
    </div>
  )
}
