import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { useMe } from '@/shared/auth/session'
import { goOn, leaveNothing, signInAgain } from '@/shared/auth/sign-in-again'
import { AgainDialog } from '@/shared/ui/again-dialog'
import { CodeForm } from './code-page'
import { SignInForm, type Known } from './sign-in-form'

/** A session that is over in the middle of the work: signed in again, the work goes on where it was. */
export function SignInDialog({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('code')
  const me = useMe()
  const queryClient = useQueryClient()
  const router = useRouter()
  const [known, setKnown] = useState<Known>()
  const enter = async (credentials: Schemas['Login']) => {
    await signInAgain(queryClient, router, credentials)
    onDone()
    void goOn(queryClient)
  }
  return (
    <AgainDialog title={t('again.title')} covers focus="password">
      {known === undefined ? (
        <>
          <p className="notice">{t('again.body', { name: me.name })}</p>
          <SignInForm username={me.username} enter={enter} onStepUp={setKnown} />
          <Leave />
        </>
      ) : (
        <CodeForm known={known} enter={enter} onLeave={() => setKnown(undefined)} />
      )}
    </AgainDialog>
  )
}

/** Who is somebody else, or has given up. */
function Leave() {
  const { t } = useTranslation('code')
  const router = useRouter()
  const queryClient = useQueryClient()
  return (
    <p className="again-turns">
      <button type="button" className="btn btn-plain" onClick={() => void leaveNothing(queryClient, router)}>
        {t('again.other')}
      </button>
    </p>
  )
}
