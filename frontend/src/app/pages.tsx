import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { isOffline } from '@/api/problem'
import { Forbidden } from '@/shared/auth/guard'
import { ErrorPanel } from '@/shared/ui/error-panel'

/** Pages that must show even when nothing else loads: no antd, words of the first bundle only. */
function Plain({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <div className="plain">
      <title>{`${title} · ${t('product')}`}</title>
      <h1>{title}</h1>
      {children}
    </div>
  )
}

function HomeLink() {
  const { t } = useTranslation()
  return (
    <Link to="/" className="btn">
      {t('action.home')}
    </Link>
  )
}

export function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <Plain title={t('error.notFound')}>
      <p>{t('error.notFoundBody')}</p>
      <p>
        <HomeLink />
      </p>
    </Plain>
  )
}

export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { t } = useTranslation()
  if (error instanceof Forbidden) return <ForbiddenPage permission={error.permission} />
  if (isOutdated(error)) return <OutdatedPage />
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <Plain title={t(isOffline(error) ? 'error.offlineTitle' : 'error.title')}>
      <ErrorPanel cause={error} retry={retry}>
        <HomeLink />
      </ErrorPanel>
    </Plain>
  )
}

function ForbiddenPage({ permission }: { permission: Forbidden['permission'] }) {
  const { t } = useTranslation()
  return (
    <Plain title={t('error.forbidden')}>
      <p>{t('error.forbiddenBody', { permission: t(`permission.${permission}`) })}</p>
      <p>
        <HomeLink />
      </p>
    </Plain>
  )
}

/** A new version was deployed while this one was open, and its old files are gone. */
function OutdatedPage() {
  const { t } = useTranslation()
  return (
    <Plain title={t('error.title')}>
      <p>{t('error.chunk')}</p>
      <p>
        <button type="button" className="btn btn-primary" onClick={() => globalThis.location.reload()}>
          {t('action.reload')}
        </button>
      </p>
    </Plain>
  )
}

const isOutdated = (cause: unknown): boolean =>
  cause instanceof Error && /dynamically imported module|module script failed|preload CSS/i.test(cause.message) && navigator.onLine

export function PendingPage() {
  const { t } = useTranslation()
  return (
    <div className="pending" role="status">
      <span className="spinner" aria-hidden="true" />
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  )
}
