import { Descriptions, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { usePhone } from '@/shared/lib/media'
import { CopyButton } from '@/shared/ui/copy-button'
import { EmptyState } from '@/shared/ui/empty'
import type { AuditEntry } from './api'
import { Actor, At, Customer, Outcome } from './entry-columns'

/** One entry as it stands on the trail: ids, words and counts, never what they stand for. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation('audit')
  const phone = usePhone()
  return (
    <Drawer title={entry?.action_title ?? t('title')} open onClose={onClose} size={phone ? '100%' : 560}>
      {entry === undefined ? <EmptyState text={t('entry.elsewhere')} /> : <Particulars entry={entry} />}
    </Drawer>
  )
}

function Particulars({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  const detail = Object.entries(entry.detail)
  return (
    <>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'at', label: t('field.at'), children: <At at={entry.at} /> },
          { key: 'actor', label: t('field.actor'), children: <Actor entry={entry} /> },
          { key: 'action', label: t('field.action'), children: <code>{entry.action}</code> },
          { key: 'outcome', label: t('field.outcome'), children: <Outcome outcome={entry.outcome} /> },
          ...(entry.customer ? [{ key: 'customer', label: t('field.customer'), children: <Customer entry={entry} /> }] : []),
          ...(entry.subject_kind
            ? [{ key: 'subject', label: t('field.subject'), children: <Code text={`${entry.subject_kind} ${entry.subject_id ?? ''}`} /> }]
            : []),
          { key: 'seq', label: t('field.seq'), children: <span className="tabular">{entry.seq}</span> },
          { key: 'chain', label: t('field.chain'), children: <Code text={entry.chain} /> },
          ...(entry.trace_id
            ? [
                {
                  key: 'trace',
                  label: t('field.trace'),
                  children: (
                    <span>
                      <Code text={entry.trace_id} /> <CopyButton text={entry.trace_id} />
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      <h3 className="drawer-title">{t('entry.detail')}</h3>
      {detail.length === 0 ? <p className="muted">{t('entry.noDetail')}</p> : null}
      <Descriptions
        size="small"
        column={1}
        bordered
        items={detail.map(([key, value]) => ({ key, label: <code>{key}</code>, children: <Code text={said(value)} /> }))}
      />
      <p className="muted">{t('entry.note')}</p>
    </>
  )
}

const Code = ({ text }: { text: string }) => <code className="audit-code">{text}</code>

function said(value: unknown): string {
  if (typeof value === 'string') return value
  return JSON.stringify(value) ?? ''
}
