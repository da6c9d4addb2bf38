import './settings.css'
import { Link, Outlet } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { can, type Permission } from '@/shared/auth/can'

const sections = [
  { key: 'users', to: '/settings/users', permission: 'user.read' },
  { key: 'orgs', to: '/settings/orgs', permission: 'org.read' },
  { key: 'policies', to: '/settings/policies', permission: 'policy.read' },
  { key: 'clients', to: '/settings/api-clients', permission: 'api_client.manage' },
  { key: 'security', to: '/settings/security', permission: undefined },
  { key: 'preferences', to: '/settings/preferences', permission: undefined },
] as const satisfies readonly { key: string; to: string; permission: Permission | undefined }[]

export function SettingsLayout() {
  const { t } = useTranslation('settings')
  const me = useMe()
  return (
    <>
      <nav className="sections" aria-label={t('nav.label')}>
        {sections
          .filter(({ permission }) => permission === undefined || can(me, permission))
          .map(({ key, to }) => (
            <Link key={key} to={to} className="section-link" activeProps={{ 'aria-current': 'page' }}>
              {t(`nav.${key}`)}
            </Link>
          ))}
      </nav>
      <Outlet />
    </>
  )
}
