import type { Me } from '@/shared/auth/session'

export type Profile = 'modern' | 'graded'
export type Rule = 'length' | 'username' | 'varied' | 'classes' | 'history'

/** Passwords that end are those of the graded profile, which asks for kinds of characters too. */
export const profileOf = (me: Me): Profile => (me.password_expires_at ? 'graded' : 'modern')

export const shortest: Record<Profile, number> = { modern: 12, graded: 8 }
/** The last so many passwords may not come back. */
export const remembered = 5

const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\d/, /[^\p{L}\p{N}]/u]

/**
 * What a new password must keep, and whether it does; undefined where only the server knows. A help while one types:
 * the server decides.
 */
export function judge(password: string, username: string, profile: Profile): { rule: Rule; kept: boolean | undefined }[] {
  const letters = Array.from(password)
  const basic = [
    { rule: 'length' as const, kept: letters.length >= shortest[profile] },
    { rule: 'username' as const, kept: password !== '' && !password.toLowerCase().includes(username.toLowerCase()) },
  ]
  if (profile === 'modern') return [...basic, { rule: 'varied', kept: new Set(letters).size >= 5 }]
  return [
    ...basic,
    { rule: 'classes', kept: kinds.filter((kind) => kind.test(password)).length >= 3 },
    { rule: 'history', kept: undefined },
  ]
}
