/** How far this computer's clock is behind the server's, in milliseconds. Learned from the `Date` header of every answer. */
let skew = 0

export const serverNow = (): number => Date.now() + skew

/** A `Date` header is cut to whole seconds, so differences of a second or so are noise and not a wrong clock. */
export function syncClock(serverMs: number, localMs = Date.now()): void {
  const difference = serverMs - localMs
  skew = Math.abs(difference) < 2000 ? 0 : difference
}

export function syncFromAnswer(answer: Response): void {
  const at = Date.parse(answer.headers.get('date') ?? '')
  if (!Number.isNaN(at)) syncClock(at)
}
