import { App, Button } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemError } from '@/api/problem'
import { Guarded, reasonAgainst } from '@/shared/auth/guarded'
import { useMe } from '@/shared/auth/session'
import { useChange, type Approval, type Change } from './api'
import type { Said } from './decision-dialog'

const DecisionDialog = lazy(() => import('./decision-dialog').then((file) => ({ default: file.DecisionDialog })))
const CorrectionDrawer = lazy(() => import('./correction-drawer').then((file) => ({ default: file.CorrectionDrawer })))

type Props = {
  approval: Approval
  /** Somebody else was quicker: what the server said to it; undefined once the next change has gone through. */
  onConflict: (sentence: string | undefined) => void
}

/** What the record itself says can be done with it now; the rest says why not. */
export function ApprovalActions({ approval, onConflict }: Props) {
  const [open, setOpen] = useState<Said['action'] | 'edit'>()
  const close = () => setOpen(undefined)
  const perform = usePerform(approval, onConflict, close)
  // What was written survives a conflict, so that it need not be written again.
  const [written, setWritten] = useState('')
  const said = (wanted: Said) => {
    setWritten(wanted.text)
    return perform(wanted)
  }
  return (
    <>
      <Buttons approval={approval} choose={setOpen} />
      <Suspense fallback={null}>
        {open === undefined || open === 'edit' ? null : <DecisionDialog action={open} written={written} onClose={close} onSubmit={said} />}
        {open === 'edit' ? (
          <CorrectionDrawer approval={approval} onClose={close} onSubmit={(form) => perform({ action: 'resubmit', form })} />
        ) : null}
      </Suspense>
    </>
  )
}

function Buttons({ approval, choose }: { approval: Approval; choose: (action: Said['action'] | 'edit') => void }) {
  const { t } = useTranslation('approvals')
  const mine = useMe().id === approval.applicant.id
  const reason = (action: Parameters<typeof reasonAgainst>[1]) => reasonAgainst(approval, action)
  const open = approval.status === 'in_review'
  return (
    <>
      {mine && (open || approval.status === 'returned') ? (
        <Guarded permission="approval.apply" reason={reason('withdraw')} hide>
          <Button onClick={() => choose('withdraw')}>{t('action.withdraw')}</Button>
        </Guarded>
      ) : null}
      {mine && approval.status === 'returned' ? (
        <Guarded permission="approval.apply" reason={reason('edit')} hide>
          <Button type="primary" onClick={() => choose('edit')}>
            {t('action.edit')}
          </Button>
        </Guarded>
      ) : null}
      {open
        ? (['refuse', 'return', 'approve'] as const).map((action) => (
            <Guarded key={action} permission="approval.decide" reason={reason(action)} hide>
              <Button type={action === 'approve' ? 'primary' : 'default'} danger={action === 'refuse'} onClick={() => choose(action)}>
                {t(`action.${action}`)}
              </Button>
            </Guarded>
          ))
        : null}
    </>
  )
}

/** Sends a change; where the record has moved on meanwhile, the page is shown anew and says so. */
function usePerform(approval: Approval, onConflict: Props['onConflict'], close: () => void) {
  const { t } = useTranslation('approvals')
  const { message } = App.useApp()
  const change = useChange()
  return async (wanted: Change) => {
    try {
      await change.mutateAsync({ approval, change: wanted })
    } catch (cause) {
      const conflict = cause instanceof ProblemError && (cause.status === 409 || cause.status === 412)
      if (!conflict) throw cause
      onConflict(cause.status === 409 ? (cause.problem.detail ?? '') : '')
      close()
      return
    }
    onConflict(undefined)
    void message.success(t(`page.done.${wanted.action}`))
    close()
  }
}
