import { useSyncExternalStore } from 'react'
import { serverNow } from '@/api/skew'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const tell of listeners) tell()
  }, 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The server's time. One timer serves every countdown; a component renders again only when its own step turns. */
export const useNow = (stepMs = 1000): number => useSyncExternalStore(subscribe, () => Math.floor(serverNow() / stepMs) * stepMs)

/** `02:05:09` for a duration under a day; the caller adds the days. The sign is the caller's too. */
export function hands(ms: number): { days: number; time: string } {
  const seconds = Math.floor(Math.abs(ms) / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  const days = Math.floor(seconds / 86_400)
  return { days, time: `${two(Math.floor((seconds % 86_400) / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}` }
}
