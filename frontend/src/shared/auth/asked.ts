import { createStore } from '@/shared/lib/store'

/**
 * What the user must give again before the server answers anything more, while the page and what is typed there wait. It
 * is asked of him alone: whoever comes next, and he himself once he is gone, is not asked (`session.ts`).
 */
export type Asked = 'password' | 'sign-in'

export const asked = createStore<Asked | undefined>(undefined)
