import './again-dialog.css'
import { App, Modal } from 'antd'
import { useEffect, useState, type ReactNode } from 'react'

type Props = {
  title: string
  /** Hides the page altogether. */
  covers?: boolean
  /** The id of the field to fill in; without it, the first one. */
  focus?: string
  children: ReactNode
}

/** Above all that antd shows, its notifications (2050) too. */
const above = 3000

/** What must be given before the work goes on, above everything the page has open; nothing of that is lost. */
export function AgainDialog({ title, covers = false, focus, children }: Props) {
  useTakeDown(covers)
  useReturn()
  return (
    <Modal
      title={title}
      open
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={null}
      width={460}
      zIndex={above}
      afterOpenChange={() => (focus === undefined ? undefined : document.getElementById(focus)?.focus())}
      {...(covers ? { classNames: { mask: 'again-cover' } } : {})}
    >
      {children}
    </Modal>
  )
}

/** Notices hold what only the user of the page may read, and some stay until they are closed. */
function useTakeDown(covers: boolean): void {
  const { notification, message } = App.useApp()
  useEffect(() => {
    if (!covers) return
    notification.destroy()
    message.destroy()
  }, [covers, notification, message])
}

/** Whoever goes on is where he was. antd sees to it when a dialog closes, but this one is taken away. */
function useReturn(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      setTimeout(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body
        if (isFree && before instanceof HTMLElement && before.isConnected) before.focus()
      })
    },
    [before],
  )
}
