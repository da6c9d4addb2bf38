import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { safeBack } from '@/shared/auth/guard'
import { signOut, useMe } from '@/shared/auth/session'
import { Door } from '@/shared/ui/door/door'
import { useFreshMe } from '../api'
import { PasswordForm } from './password-form'

/** The only page for somebody whose password an administrator has set, or whose time is over. */
export function PasswordPage({ back }: { back: string | undefined }) {
  const { t } = useTranslation('security')
  const me = useMe()
  const freshMe = useFreshMe()
  const router = useRouter()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const leave = () => navigate({ to: '/sign-in', search: { signed_out: true } })
  const goOn = async () => {
    await freshMe()
    router.history.push(safeBack(back))
  }
  return (
    <Door title={t('password.must')}>
      <p className="notice">{t('password.over', { name: me.name })}</p>
      <PasswordForm onDone={goOn} autoFocus />
      <p className="door-hint">
        <button type="button" className="btn btn-plain" onClick={() => void signOut(queryClient, leave)}>
          {t('password.signOut')}
        </button>
      </p>
    </Door>
  )
}
