const prefix = 'guibin.draft.'

/**
 * What is being written, kept in this tab so that a reload or a phone that puts the page to sleep loses nothing. Not for
 * longer and not for others: it holds what customers said.
 */
export function readDraft(name: string): unknown {
  try {
    const found = sessionStorage.getItem(prefix + name)
    return found === null ? undefined : JSON.parse(found)
  } catch {
    return undefined
  }
}

export function keepDraft(name: string, draft: unknown): void {
  try {
    sessionStorage.setItem(prefix + name, JSON.stringify(draft))
  } catch {
    // Without storage a reload loses what was written, as on any page.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(prefix + name)
  } catch {
    // Nothing was kept then.
  }
}

/** On sign-out nothing of the user stays in the tab. */
export function dropDrafts(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  } catch {
    // Nothing was kept then.
  }
}
