import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signOut, useMe } from '@/shared/auth/session'
import { goOn } from '@/shared/auth/sign-in-again'
import { AgainDialog } from '@/shared/ui/again-dialog'
import { useFreshMe } from './api'
import { PasswordForm } from './light/password-form'

/** A password that is over in the middle of the work: a new one, and the work goes on where it was. */
export function PasswordDialog({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('security')
  const me = useMe()
  const freshMe = useFreshMe()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const done = async () => {
    await freshMe()
    onDone()
    void goOn(queryClient)
  }
  const leave = async () => {
    await navigate({ to: '/sign-in', search: { signed_out: true }, ignoreBlocker: true })
    onDone()
  }
  return (
    <AgainDialog title={t('password.must')}>
      <p className="notice">{`${t('password.over', { name: me.name })}${t('password.waits')}`}</p>
      <PasswordForm onDone={done} autoFocus />
      <p className="again-turns">
        <button type="button" className="btn btn-plain" onClick={() => void signOut(queryClient, leave)}>
          {t('password.signOut')}
        </button>
      </p>
    </AgainDialog>
  )
}
