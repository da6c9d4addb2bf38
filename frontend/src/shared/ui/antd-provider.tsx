import { App, ConfigProvider } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useStill } from '@/shared/lib/media'
import { useThemeMode } from './theme/mode'
import { dark, light, still } from './theme/tokens'

type Locale = typeof zhCN

/** antd, dressed once: our tokens, the user's language, no spaces put into two-character buttons. */
export function AntdProvider({ children }: { children: ReactNode }) {
  const mode = useThemeMode()
  const theme = mode === 'dark' ? dark : light
  const isStill = useStill()
  const locale = useAntdLocale()
  return (
    <ConfigProvider
      locale={locale}
      theme={isStill ? still(theme) : theme}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: true }}
    >
      <App className="app" message={{ maxCount: 3 }}>
        {children}
      </App>
    </ConfigProvider>
  )
}

/** Chinese comes with the shell; English is loaded when it is chosen. */
function useAntdLocale(): Locale {
  const { i18n } = useTranslation()
  const [locale, setLocale] = useState<Locale>(zhCN)
  useEffect(() => {
    let wanted = true
    const apply = (found: Locale, name: string) => {
      if (!wanted) return
      dayjs.locale(name)
      setLocale(found)
    }
    if (i18n.language === 'en-US') void import('antd/locale/en_US').then((file) => apply(file.default, 'en'))
    else apply(zhCN, 'zh-cn')
    return () => {
      wanted = false
    }
  }, [i18n.language])
  return locale
}
