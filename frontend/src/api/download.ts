import { call } from './client'

type Pending = Promise<{ data?: Blob | undefined; error?: unknown; response: Response }>

/** Saves what the server answers, under the name it gives. The file needs the access token, so no plain link leads to it. */
export async function download(pending: Pending, fallback: string): Promise<void> {
  const answer = await pending
  const content = await call(Promise.resolve(answer))
  save(content, nameIn(answer.response.headers.get('Content-Disposition')) ?? fallback)
}

export const saveText = (text: string, name: string): void => save(new Blob([text], { type: 'text/plain;charset=utf-8' }), name)

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser has taken it over by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** RFC 6266: the name in UTF-8 before the plain one. */
export function nameIn(disposition: string | null): string | undefined {
  const extended = /filename\*\s*=\s*UTF-8''([^;]+)/i.exec(disposition ?? '')?.[1]
  if (extended !== undefined) {
    try {
      return decodeURIComponent(extended.trim())
    } catch {
      return undefined
    }
  }
  return /filename\s*=\s*"?([^";]+)"?/i.exec(disposition ?? '')?.[1]?.trim()
}
