import './door.css'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage } from '@/shared/i18n'
import { chooseTheme, useThemeMode } from '@/shared/ui/theme/mode'

/** The card in front of the house: sign-in and set-up share it. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const english = i18n.language === 'en-US'
  const dark = useThemeMode() === 'dark'
  return (
    <div className="door">
      <title>{`${title} · ${t('product')}`}</title>
      <main className="door-card">
        <div className="door-brand">
          <img src="/icon.svg" alt="" width="44" height="44" />
          <div>
            <p className="door-product">{t('product')}</p>
            <p className="muted">{t('tagline')}</p>
          </div>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
      <footer className="door-foot">
        <button
          type="button"
          className="btn btn-plain"
          lang={english ? 'zh-CN' : 'en'}
          onClick={() => void chooseLanguage(english ? 'zh-CN' : 'en-US')}
        >
          {t('otherLanguage')}
        </button>
        <button type="button" className="btn btn-plain" onClick={() => chooseTheme(dark ? 'light' : 'dark')}>
          {t(dark ? 'theme.toLight' : 'theme.toDark')}
        </button>
      </footer>
    </div>
  )
}
