const stored = 'guibin.told'
const most = 200

/** Whether an event is told for the first time in this tab; a reload or a reconnection must not repeat it. */
export function isFirstTime(id: string): boolean {
  if (id === '') return true
  const told = read()
  if (told.includes(id)) return false
  try {
    sessionStorage.setItem(stored, JSON.stringify([...told, id].slice(-most)))
  } catch {
    // Without storage a reload may repeat it, which is better than silence.
  }
  return true
}

function read(): readonly string[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(stored) ?? '[]')
    return Array.isArray(found) ? found.map(String) : []
  } catch {
    return []
  }
}
