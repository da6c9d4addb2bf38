import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  title: string
  /** What the browser's tab says, when the heading alone would say too little there. */
  documentTitle?: string
  /** Beside the title: status, tags. */
  extra?: ReactNode
  /** Buttons, most important last. */
  actions?: ReactNode
  /** Below the title: a way back, a line of facts. */
  children?: ReactNode
}

/** The page's one h1, which is the document's title as well. */
export function PageHeader({ title, documentTitle, extra, actions, children }: Props) {
  const { t } = useTranslation()
  return (
    <header className="page-header">
      <title>{`${documentTitle ?? title} · ${t('product')}`}</title>
      <div className="page-header-line">
        <h1>{title}</h1>
        {extra}
        {actions === undefined ? null : <div className="page-header-actions">{actions}</div>}
      </div>
      {children}
    </header>
  )
}
