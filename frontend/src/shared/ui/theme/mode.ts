import { createStore } from '@/shared/lib/store'

/** What the user chose; `system` follows the device. public/theme-init.js applies it before the first paint. */
export type Choice = 'light' | 'dark' | 'system'
export type Mode = 'light' | 'dark'

const stored = 'guibin.theme'
const device = matchMedia('(prefers-color-scheme: dark)')

const choice = createStore<Choice>(read())
const mode = createStore<Mode>(resolve(choice.get()))

export const useThemeChoice = choice.use
export const useThemeMode = mode.use

export function chooseTheme(next: Choice): void {
  try {
    if (next === 'system') localStorage.removeItem(stored)
    else localStorage.setItem(stored, next)
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  choice.set(next)
  apply()
}

function apply(): void {
  mode.set(resolve(choice.get()))
  document.documentElement.dataset['theme'] = mode.get()
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', mode.get() === 'dark' ? '#141414' : '#ffffff')
}

function read(): Choice {
  try {
    const found = localStorage.getItem(stored)
    return found === 'light' || found === 'dark' ? found : 'system'
  } catch {
    return 'system'
  }
}

function resolve(wanted: Choice): Mode {
  if (wanted !== 'system') return wanted
  return device.matches ? 'dark' : 'light'
}

device.addEventListener('change', apply)
apply()
