import { createStore } from '@/shared/lib/store'

/** What the user must give again before the server answers anything more, while the page and what is typed there wait. */
export type Asked = 'password' | 'sign-in'

export const asked = createStore<Asked | undefined>(undefined)
