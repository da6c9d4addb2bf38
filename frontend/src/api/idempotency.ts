/**
 * A key per mutation. When no answer came, the same request sent again carries the same key, so that what the server
 * may have done already is not done twice; once an answer came, the next click is a new intent.
 */
const unanswered = new Map<string, string>()

export async function keyFor(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? ''
  // Uploads are not read twice into memory; the address alone is no intent, so they get a fresh key.
  if (type.startsWith('multipart/')) return newKey()
  const intent = `${request.method} ${request.url} ${await request.clone().text()}`
  const key = unanswered.get(intent) ?? newKey()
  unanswered.set(intent, key)
  return key
}

export function forgetKey(key: string | null): void {
  for (const [intent, kept] of unanswered) if (kept === key) unanswered.delete(intent)
}

/** `crypto.randomUUID` exists on https and localhost only; a branch may serve plain http on its own network. */
export function newKey(): string {
  if ('randomUUID' in crypto) return crypto.randomUUID()
  const bytes: Uint8Array = (crypto as Crypto).getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
