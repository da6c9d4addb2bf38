import { Descriptions, Radio } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '@/shared/auth/session'
import { chooseLanguage, languages } from '@/shared/i18n'
import { chooseTheme, useThemeChoice } from '@/shared/ui/theme/mode'

/** What each user sets for himself, and who he is to the system. */
export function PreferencesPart() {
  const { t, i18n } = useTranslation('settings')
  const { t: c } = useTranslation()
  const me = useMe()
  const theme = useThemeChoice()
  return (
    <div className="list settings-card">
      <Descriptions
        column={1}
        items={[
          { key: 'name', label: t('user.name'), children: me.name },
          { key: 'username', label: t('user.username'), children: me.username },
          { key: 'org', label: t('user.org'), children: me.org.name },
          { key: 'roles', label: t('user.roles'), children: me.roles.map((role) => c(`role.${role}`)).join('、') },
          {
            key: 'theme',
            label: t('preferences.theme'),
            children: (
              <Radio.Group aria-label={t('preferences.theme')} value={theme} onChange={(event) => chooseTheme(event.target.value)}>
                {(['system', 'light', 'dark'] as const).map((value) => (
                  <Radio key={value} value={value}>
                    {t(`preferences.themes.${value}`)}
                  </Radio>
                ))}
              </Radio.Group>
            ),
          },
          {
            key: 'language',
            label: t('preferences.language'),
            children: (
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
            ),
          },
        ]}
      />
    </div>
  )
}
