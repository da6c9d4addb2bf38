import { oneOf, searchSchema, text, type SearchOf } from '@/shared/lib/search-schema'
import { listSearch } from '@/shared/lib/url-state'

export const tabs = ['preferences', 'users', 'orgs', 'policies'] as const

export const settingsSearch = searchSchema({ ...listSearch, tab: oneOf(tabs), q: text })

export type SettingsSearch = SearchOf<typeof settingsSearch>
