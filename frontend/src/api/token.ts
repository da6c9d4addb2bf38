import { ProblemError, isProblem, retryAfterOf } from './problem'

/**
 * The access token lives in memory only; the refresh token in a cookie that no script can read. What is kept in the
 * browser's storage is a mark that a session may exist, so that a visitor who never signed in costs no refused call.
 */
let access: string | undefined
let ongoing: Promise<boolean> | undefined
const lost = new Set<() => void>()
let ended: Ending | undefined
const mark = 'guibin.session'

/** Ran out by itself, or was ended by somebody: on another device, by an administrator, by a new password. */
export type Ending = 'expired' | 'ended'

export type Tokens = { access_token: string }

export const accessToken = (): string | undefined => access

export function keepTokens(tokens: Tokens): void {
  access = tokens.access_token
  ended = undefined
  remember(true)
}

export function dropTokens(): void {
  access = undefined
  ended = undefined
  remember(false)
}

/** How a session of this browser ended without the user asking for it, if one did. */
export const howItEnded = (): Ending | undefined => ended

/** Called when the session has ended without the user asking for it. */
export function onSessionLost(listener: () => void): () => void {
  lost.add(listener)
  return () => lost.delete(listener)
}

export function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(mark) !== null
  } catch {
    return true
  }
}

/** One refresh at a time in this tab and, where the browser has locks, in all tabs: the refresh token rotates. */
export function refresh(): Promise<boolean> {
  ongoing ??= exclusively(askForTokens).finally(() => {
    ongoing = undefined
  })
  return ongoing
}

async function askForTokens(): Promise<boolean> {
  const answer = await fetch('/api/v1/auth/refresh', {
    method: 'POST',
    headers: { 'X-Guibin-Csrf': '1' },
    credentials: 'same-origin',
  }).catch(() => undefined)
  if (answer === undefined) throw new ProblemError({ type: 'about:blank#offline', title: 'offline', status: 0 })
  if (answer.ok) {
    keepTokens((await answer.json()) as Tokens)
    return true
  }
  const body: unknown = await answer.json().catch(() => undefined)
  const refusal = new ProblemError(
    isProblem(body) ? body : { type: 'about:blank', title: answer.statusText, status: answer.status },
    retryAfterOf(answer),
  )
  if (answer.status !== 401 && answer.status !== 403) throw refusal
  const had = mayHaveSession()
  dropTokens()
  if (had) ended = refusal.code === 'token-expired' ? 'expired' : 'ended'
  if (had) for (const listener of lost) listener()
  return false
}

function exclusively<T>(work: () => Promise<T>): Promise<T> {
  // Plain http has no locks.
  const { locks }: { locks?: LockManager | null } = navigator
  return locks === undefined || locks === null ? work() : locks.request('guibin-refresh', work)
}

function remember(has: boolean): void {
  try {
    if (has) localStorage.setItem(mark, '1')
    else localStorage.removeItem(mark)
  } catch {
    // Private windows may forbid storage; the cookie still carries the session.
  }
}
