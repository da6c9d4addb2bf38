import 'virtual:antd.css'
import './shell.css'
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link, Outlet } from '@tanstack/react-router'
import { Button } from 'antd'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { usePhone } from '@/shared/lib/media'
import { AntdProvider } from '@/shared/ui/antd-provider'
import { Live } from './live'
import { menu } from './menu'
import { MenuIcon } from './menu-icon'
import { OfflineBanner } from './offline-banner'
import { Shortcuts } from './shortcuts'
import { TopBar } from './top-bar'

/** Desks have no use for it. */
const BottomBar = lazy(() => import('./bottom-bar').then((file) => ({ default: file.BottomBar })))

/** What surrounds every page of a signed-in user. */
export function Shell({ children }: { children?: ReactNode }) {
  return (
    <AntdProvider>
      <Frame />
      <Live />
      <Shortcuts />
      {children}
    </AntdProvider>
  )
}

function Frame() {
  const { t } = useTranslation('shell')
  const phone = usePhone()
  return (
    <div className={phone ? 'shell is-phone' : 'shell'}>
      <a href="#content" className="skip">
        {t('skip')}
      </a>
      {phone ? null : <SideMenu />}
      <div className="shell-main">
        <TopBar />
        <OfflineBanner />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense>{phone ? <BottomBar /> : null}</Suspense>
    </div>
  )
}

const stored = 'guibin.menu'

function SideMenu() {
  const { t } = useTranslation('shell')
  const { t: c } = useTranslation()
  const me = useMe()
  const [narrow, setNarrow] = useState(wasNarrow)
  const toggle = () => {
    setNarrow(!narrow)
    try {
      localStorage.setItem(stored, narrow ? 'wide' : 'narrow')
    } catch {
      // Without storage the menu opens wide next time.
    }
  }
  return (
    <aside className={narrow ? 'side is-narrow' : 'side'}>
      <Link to="/workbench" className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span className={narrow ? 'visually-hidden' : ''}>{c('product')}</span>
      </Link>
      <nav aria-label={t('menu.label')}>
        <ul>
          {menu
            .filter((item) => can(me, item.permission))
            .map((item) => (
              <li key={item.key}>
                <Link
                  to={item.to}
                  className="side-link"
                  activeProps={{ 'aria-current': 'page' }}
                  title={narrow ? t(`menu.${item.key}`) : undefined}
                >
                  <MenuIcon name={item.key} />
                  <span className={narrow ? 'visually-hidden' : ''}>{t(`menu.${item.key}`)}</span>
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      <Button
        type="text"
        className="side-toggle"
        icon={narrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        aria-label={t(narrow ? 'menu.expand' : 'menu.collapse')}
        onClick={toggle}
      />
    </aside>
  )
}

/** Narrow by the user's own choice, else where the screen is narrow. */
function wasNarrow(): boolean {
  try {
    const found = localStorage.getItem(stored)
    if (found !== null) return found === 'narrow'
  } catch {
    // Fall through to the screen's width.
  }
  return matchMedia('(max-width: 1023px)').matches
}
