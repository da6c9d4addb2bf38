import i18n from 'i18next'
import { useTranslation } from 'react-i18next'
import type zh from '@/shared/i18n/locales/zh-CN/audit'
import type { AuditEntry } from './api'

type Action = keyof typeof zh.action
type Noun = keyof typeof zh.noun
type Choice = { value: string; label: string }

/** Every action there is, by what it is about; and what a newer server or the address calls by another name. */
export function useActions(seen: readonly Pick<AuditEntry, 'action' | 'action_title'>[], chosen: string | undefined) {
  const { t } = useTranslation('audit')
  const { action, noun } = i18n.getResourceBundle(i18n.language, 'audit') as typeof zh
  const known = Object.entries(action).map(([value, label]): Choice => ({ value, label }))
  const groups = Object.entries(noun).map(([name, label]) => ({
    label: label as string,
    options: known.filter(({ value }) => nounOf(value as Action) === name),
  }))
  const other = new Map<string, string>(chosen === undefined ? [] : [[chosen, chosen]])
  for (const entry of seen) other.set(entry.action, entry.action_title)
  for (const { value } of known) other.delete(value)
  if (other.size === 0) return groups
  return [...groups, { label: t('filter.otherAction'), options: Array.from(other, ([value, label]): Choice => ({ value, label })) }]
}

const nounOf = (action: Action): Noun => action.split('.')[0] as Noun

/** Typing `complaint` or 投诉 leaves the actions of that name; the title of a group is none. */
export const byTitle = (typed: string, choice?: Partial<Choice>): boolean =>
  choice?.value !== undefined && [choice.value, choice.label].some((text) => text?.toLowerCase().includes(typed.toLowerCase()))
