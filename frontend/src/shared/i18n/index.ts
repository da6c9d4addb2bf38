import i18n, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Domain } from './catalogue'
import auth from './locales/zh-CN/auth'
import general from './locales/zh-CN/general'

export const languages = ['zh-CN', 'en-US'] as const
export type Language = (typeof languages)[number]

const files = import.meta.glob<{ default: object }>(['./locales/*/*.ts', '!./locales/zh-CN/{general,auth}.ts'])
const stored = 'guibin.language'

const lazyFiles: BackendModule = {
  type: 'backend',
  init: () => {},
  read: (language, domain, done) => {
    const load = files[`./locales/${language}/${domain}.ts`]
    if (load === undefined) return done(new Error(`No words for ${domain} in ${language}`), false)
    load().then(
      (file) => done(null, file.default),
      (cause: unknown) => done(cause instanceof Error ? cause : new Error(String(cause)), false),
    )
  },
}

/** Chinese for the first page comes with the bundle; everything else is loaded when it is needed. */
export async function startWords(): Promise<void> {
  await i18n
    .use(lazyFiles)
    .use(initReactI18next)
    .init({
      lng: chosenLanguage(),
      fallbackLng: 'zh-CN',
      supportedLngs: languages,
      load: 'currentOnly',
      partialBundledLanguages: true,
      resources: { 'zh-CN': { general, auth } },
      ns: ['general', 'auth'],
      defaultNS: 'general',
      interpolation: { escapeValue: false },
      showSupportNotice: false,
    } as Parameters<typeof i18n.init>[0])
  document.documentElement.lang = i18n.language
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
}

export const loadWords = (...domains: Domain[]): Promise<void> => i18n.loadNamespaces(domains)

export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(stored, language)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  await i18n.changeLanguage(language)
}

/** The user's own choice, else Chinese: the regimes, the forms and the customers are Chinese. */
function chosenLanguage(): Language {
  try {
    return localStorage.getItem(stored) === 'en-US' ? 'en-US' : 'zh-CN'
  } catch {
    return 'zh-CN'
  }
}
