import './again-dialog.css'
import { Modal } from 'antd'
import type { ReactNode } from 'react'

type Props = {
  title: string
  /** Hides the page altogether. */
  covers?: boolean
  /** The id of the field to fill in; without it, the first one. */
  focus?: string
  children: ReactNode
}

/** What must be given before the work goes on, above everything the page has open; nothing of that is lost. */
export function AgainDialog({ title, covers = false, focus, children }: Props) {
  return (
    <Modal
      title={title}
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={null}
      width={460}
      zIndex={2000}
      afterOpenChange={() => (focus === undefined ? undefined : document.getElementById(focus)?.focus())}
      {...(covers ? { classNames: { mask: 'again-cover' } } : {})}
    >
      {children}
    </Modal>
  )
}
