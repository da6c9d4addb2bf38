import { Radio } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { chooseLanguage, languages } from '@/shared/i18n'
import { chooseTheme, useThemeChoice } from '@/shared/ui/theme/mode'
import { PageHeader } from '@/shared/ui/page-header'

/** What each user sets for himself, and who he is to the system. */
export function PreferencesPage() {
  const { t, i18n } = useTranslation('settings')
  const { t: c } = useTranslation()
  const me = useMe()
  const theme = useThemeChoice()
  return (
    <>
      <PageHeader title={t('nav.preferences')} />
      <dl className="preferences">
        <Line name={t('user.name')}>{me.name}</Line>
        <Line name={t('user.username')}>{me.username}</Line>
        <Line name={t('user.org_id')}>{me.org.name}</Line>
        <Line name={t('user.roles')}>{me.roles.map((role) => c(`role.${role}`)).join(' · ')}</Line>
        <Line name={t('preferences.theme')}>
          <Radio.Group aria-label={t('preferences.theme')} value={theme} onChange={(event) => chooseTheme(event.target.value)}>
            {(['system', 'light', 'dark'] as const).map((value) => (
              <Radio key={value} value={value}>
                {t(`preferences.themes.${value}`)}
              </Radio>
            ))}
          </Radio.Group>
        </Line>
        <Line name={t('preferences.language')}>
          <Radio.Group
            aria-label={t('preferences.language')}
            value={i18n.language}
            onChange={(event) => void chooseLanguage(event.target.value)}
          >
            {languages.map((value) => (
              <Radio key={value} value={value}>
                {t(`preferences.languages.${value}`)}
              </Radio>
            ))}
          </Radio.Group>
        </Line>
      </dl>
    </>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
