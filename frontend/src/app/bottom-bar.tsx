import { MenuOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { can } from '@/shared/auth/can'
import { useMe } from '@/shared/auth/session'
import { menu } from './menu'
import { MenuIcon } from './menu-icon'

/** The phone's menu: four places within the thumb's reach, the rest behind "more". */
export function BottomBar() {
  const { t } = useTranslation('shell')
  const me = useMe()
  const [open, setOpen] = useState(false)
  const mine = menu.filter((item) => can(me, item.permission))
  const rest = mine.slice(4)
  return (
    <nav className="bottom" aria-label={t('menu.label')}>
      {mine.slice(0, 4).map((item) => (
        <Link key={item.key} to={item.to} className="bottom-link" activeProps={{ 'aria-current': 'page' }}>
          <MenuIcon name={item.key} />
          <span>{t(`menu.${item.key}`)}</span>
        </Link>
      ))}
      {rest.length === 0 ? null : (
        <button type="button" className="bottom-link" aria-haspopup="dialog" aria-expanded={open} onClick={() => setOpen(true)}>
          <MenuOutlined aria-hidden />
          <span>{t('menu.more')}</span>
        </button>
      )}
      <Drawer title={t('menu.more')} placement="bottom" size="auto" open={open} onClose={() => setOpen(false)}>
        <ul className="more">
          {rest.map((item) => (
            <li key={item.key}>
              <Link to={item.to} className="side-link" onClick={() => setOpen(false)}>
                <MenuIcon name={item.key} />
                <span>{t(`menu.${item.key}`)}</span>
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
    </nav>
  )
}
