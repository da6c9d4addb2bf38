import { useTranslation } from 'react-i18next'

type Named = { name_zh: string; name_en: string }

/** The policy names its steps in both languages; the user reads one. */
export function useStepName(): (step: Named) => string {
  const { i18n } = useTranslation()
  return (step) => (i18n.language === 'en-US' ? step.name_en : step.name_zh)
}
