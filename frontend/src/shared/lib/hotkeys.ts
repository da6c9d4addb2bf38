import { useEffect, useEffectEvent } from 'react'
import { asked } from '@/shared/auth/asked'

/**
 * Shortcuts by `event.code`, so that every keyboard layout works. `Mod` is ⌘ or Ctrl. Two codes in a row make a sequence:
 * `KeyG KeyC`. Plain keys do nothing while one types, an input method composes, or a dialog is open;
 * none does anything while the page waits for its user.
 */
export type Hotkeys = Readonly<Record<string, () => void>>

export function useHotkeys(keys: Hotkeys): void {
  const press = useEffectEvent((event: KeyboardEvent, before: string | undefined) => {
    const name = nameOf(event)
    const run = (before === undefined ? undefined : keys[`${before} ${name}`]) ?? keys[name]
    if (run === undefined || asked.get() !== undefined || (!name.startsWith('Mod+') && isBusy(event.target))) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    let before: { name: string; at: number } | undefined
    const listen = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat) return
      press(event, before !== undefined && event.timeStamp - before.at < 1000 ? before.name : undefined)
      before = { name: nameOf(event), at: event.timeStamp }
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.metaKey || event.ctrlKey ? 'Mod+' : ''
  const shift = event.shiftKey ? 'Shift+' : ''
  return event.altKey ? `Alt+${event.code}` : `${mod}${shift}${event.code}`
}

function isBusy(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]:not([inert])') !== null) return true
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
